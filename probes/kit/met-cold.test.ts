import { expect, test } from "vitest";
import { type ColdSigns, metCold } from "./met-cold.ts";

const nothing: ColdSigns = { phase: null, youngest: null, header: null, latencyMs: null, warmMs: null };
const young = { uptimeMs: 1_500, elapsedMs: 4_000 };
const old = { uptimeMs: 7_200_000, elapsedMs: 300 };

test.each<[string, Partial<ColdSigns>, boolean | null, RegExp]>([
  ["nothing", {}, null, /^$/],
  ["an instance younger than the journey", { youngest: young }, true, /^an instance was up for 1\.5 s, 4 s into the journey$/],
  ["an instance older than the journey", { youngest: old }, false, /^an instance was up for 2 h/],
  ["a young instance, and then its phase", { youngest: young, phase: "phase 3: redis" }, true, /^an instance/],
  ["a phase, and an old instance beside it", { youngest: old, phase: "phase 3: redis" }, true, /^health was in phase 3: redis$/],
  ["the header", { header: "x-cold-start: true" }, true, /^an answer said x-cold-start: true$/],
  ["the header, and an old instance beside it", { youngest: old, header: "x-cold-start: true" }, true, /^an answer said/],
  ["an old instance that was slow", { youngest: old, latencyMs: 9_000, warmMs: 20 }, false, /^an instance/],
  ["a latency without a warm one", { latencyMs: 9_000 }, null, /^$/],
  ["a latency far above the warm one", { latencyMs: 2_500, warmMs: 100 }, true, /^the first answer took 2\.5 s, usually 100 ms$/],
  [
    "five times the warm latency, and less than a second more",
    { latencyMs: 900, warmMs: 20 },
    false,
    /^the first answer took 900 ms/,
  ],
  ["seconds more, and less than five times", { latencyMs: 8_000, warmMs: 3_000 }, false, /^the first answer took 8 s/],
])("%s", (_what, signs, cold, told) => {
  const met = metCold({ ...nothing, ...signs }, { factor: 5, moreMs: 1_000 });
  expect(met?.cold ?? null).toBe(cold);
  expect(met?.told ?? "").toMatch(told);
});
