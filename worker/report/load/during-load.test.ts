import { expect, test } from "vitest";
import { probeRows } from "./during-load.ts";
import type { ProbeDuringLoad } from "./load-report.ts";

function run(verdict: ProbeDuringLoad["verdict"], durationMs: number, cause: string | null = null): ProbeDuringLoad {
  return { probe: "chat", atMs: 0, verdict, durationMs, cause };
}

test("a probe's runs are counted by verdict; what was not measured has no duration", () => {
  const runs = [run("up", 400), run("degraded", 900, "slow"), run("down", 1_200, "503"), run("error", 9_999, "no k6")];
  expect(probeRows(runs)).toEqual([
    { probe: "chat", runs: 4, up: 1, degraded: 1, down: 1, notMeasured: 1, medianMs: 900, slowestMs: 1_200, cause: "slow" },
  ]);
});

test("a probe that measured nothing has no median", () => {
  expect(probeRows([run("no-data", 10)])[0]).toMatchObject({ medianMs: null, slowestMs: null });
});
