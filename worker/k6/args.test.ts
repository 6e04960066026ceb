import { expect, test } from "vitest";
import { inspectArgs, runArgs } from "./args.ts";

test("k6 runs the script from standard input, quietly, with samples in a file and logs as JSON", () => {
  expect(runArgs("/run/secrets", [])).toEqual([
    "run",
    "--quiet",
    "--no-color",
    "--summary-mode=disabled",
    "--no-usage-report",
    "--address=",
    "--log-format=json",
    "--out=json=/dev/fd/3",
    "--secret-source=file=filename=/run/secrets",
    "-",
  ]);
});

test("addresses that must not be reached are named before the script, each by itself", () => {
  const args = runArgs("/run/secrets", ["169.254.0.0/16", "fd00::/8"]);
  expect(args.slice(-3)).toEqual(["--blacklist-ip=169.254.0.0/16", "--blacklist-ip=fd00::/8", "-"]);
});

test("k6 inspects the script from standard input, and shows it its environment", () => {
  expect(inspectArgs()).toEqual(["inspect", "--include-system-env-vars", "--no-color", "--log-format=json", "-"]);
});

test.each([
  ["flags that k6 2 does not know", /no-summary|summary-mode=legacy/],
  ["a system tag that crashes k6", /system-tags/],
  ["a variable: every user can read it in the list of processes", /^(?:-e|--env)\b/],
])("no arguments have %s", (_title, unwanted) => {
  const args = [...runArgs("/run/secrets", []), ...inspectArgs()];
  expect(args.filter((argument) => unwanted.test(argument))).toEqual([]);
});
