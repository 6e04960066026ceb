import { expect, test } from "vitest";
import { measurements } from "../../worker/contract/measurements.ts";
import { runsOfHour } from "./many-runs.ts";
import { fiveSteps } from "./probe-kinds.ts";
import { linesOfRun } from "./raw-lines.ts";

const tags = "target=demo,probe=probe-1,location=here";

function linesOf(probe: number): string[] {
  return [...runsOfHour(1_699_999_200_000, probe, { everyMs: 30_000, steps: fiveSteps })].flatMap((run, index) =>
    linesOfRun(run, tags, `run-${index}`).trimEnd().split("\n"),
  );
}

test("generated lines name nothing but tags and fields of the contract, in its types", () => {
  for (const line of new Set([...Array.from({ length: 400 }, (_, probe) => linesOf(probe)[2] ?? ""), ...linesOf(0)])) {
    const [, measurement, series, fields] =
      /^(probe_run|probe_step),(\S+) (.+) \d{19}$/.exec(line.replaceAll(/"[^"]*"/g, '"text"')) ?? [];
    const contract = measurements[measurement === "probe_run" ? "probe_run" : "probe_step"];
    expect(series?.split(",").map((tag) => tag.split("=")[0])).toEqual(contract.tags);
    for (const field of fields?.split(",") ?? []) {
      const [name = "", value = ""] = field.split("=");
      const type = value.startsWith('"') ? "string" : value.endsWith("i") ? "integer" : "float";
      expect([name, Object(contract.fields)[name]]).toEqual([name, type]);
    }
  }
});

test("the same hour of the same probe is the same whenever it is generated", () => {
  expect(linesOf(3)).toEqual(linesOf(3));
});
