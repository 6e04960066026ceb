import { expect, test } from "vitest";
import { type GeneratorFigures, watchGenerator } from "./generator-watch.ts";

const fine: GeneratorFigures = {
  iterations: 1_000,
  droppedIterations: 0,
  vus: 5,
  maxVUs: 10,
  hasBrokenGates: false,
  lagP99Ms: 5,
};

/** A k6 that uses so many cores of two, a look a second. */
function watched(cores: readonly number[]) {
  const watch = watchGenerator(2);
  let k6CpuMs = 0;
  cores.forEach((used, at) => watch.look({ atMs: at * 1_000, k6CpuMs: (k6CpuMs += used * 1_000) }));
  return watch;
}

const seconds = (count: number, cores: number) => Array.from({ length: count }, () => cores);

test.each<[string, readonly number[], Partial<GeneratorFigures>, RegExp | null]>([
  ["one that had time to spare is none", seconds(60, 1.2), {}, null],
  ["a machine that is used up for a moment is none", [...seconds(9, 2), ...seconds(60, 1)], {}, null],
  ["a machine that is used up for long is one", seconds(30, 1.95), {}, /over 90 % of this machine's 2 cores/],
  ["a few dropped iterations are none", seconds(9, 1), { droppedIterations: 9 }, null],
  ["many are one", seconds(9, 1), { droppedIterations: 50 }, /50 of 1050 iterations could not begin.*no VU was free/],
  ["and say when all VUs were busy", seconds(9, 1), { droppedIterations: 50, vus: 10 }, /all 10 VUs were busy/],
  ["but not beside broken gates: the target was too slow", seconds(9, 1), { droppedIterations: 50, hasBrokenGates: true }, null],
  ["a worker that is held up is one", seconds(9, 1), { lagP99Ms: 1_500 }, /held up for 1\.5 s/],
])("as a bottleneck %s", (_name, cores, figures, sentence) => {
  const verdict = watched(cores).verdict({ ...fine, ...figures });
  expect(verdict.join("\n")).toMatch(sentence ?? /^$/);
});

test("where the system does not tell of CPU time nothing is said of it", () => {
  const watch = watchGenerator(2);
  for (let at = 0; at < 60; at++) watch.look({ atMs: at * 1_000, k6CpuMs: null });
  expect([watch.cpuShare(), watch.verdict(fine)]).toEqual([null, []]);
});
