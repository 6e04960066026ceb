import { expect, test } from "vitest";
import { needsK6 } from "./prepare.mjs";

test.each(["start", "once chat --json", "--config my.ts once", "check", "once --journey status.ts", "cleanup"])(
  "sonde %s needs k6",
  (line) => {
    expect(needsK6(line.split(" "))).toBe(true);
  },
);

test.each([
  "status",
  "why start",
  "influx init",
  "init check",
  "new journey start",
  "import har once.har",
  "demo --fault backend-503",
  "start --help",
  "--help",
  "--version",
])("sonde %s needs no k6", (line) => {
  expect(needsK6(line.split(" "))).toBe(false);
});
