import { expect, test } from "vitest";
import { planOf } from "./plan.mjs";

const vitestArgs = (args: string[]) => planOf(args).steps.flatMap((step) => (step.counts ? [step.args.join(" ")] : []));

test("npm test inspects everything, then runs unit and end-to-end tests with k6 and InfluxDB", () => {
  const { steps, needsServers } = planOf([]);
  expect(steps.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "format",
      "lint",
      "types (contract)",
      "types (k6)",
      "types (node)",
      "dead code",
      "unit tests",
      "end-to-end tests",
    ]),
  );
  expect(needsServers).toBe(true);
});

test.each([
  { args: ["test/once.test.ts", "-t", "demo"], runs: ["run --project unit", "run --project e2e test/once.test.ts -t demo"] },
  { args: ["verify"], runs: ["run --project unit"] },
  { args: ["verify", "worker/judge"], runs: ["run --project unit worker/judge"] },
  { args: ["long", "-t", "soak"], runs: ["run --project long -t soak"] },
])("arguments $args narrow the last test run", ({ args, runs }) => {
  expect(vitestArgs(args)).toEqual(runs);
});

test("npm run verify needs neither k6 nor InfluxDB", () => {
  expect(planOf(["verify"]).needsServers).toBe(false);
});
