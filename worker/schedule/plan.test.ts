import { expect, test } from "vitest";
import type { Ticks } from "./due.ts";
import { type Plan, type Standing, plan } from "./plan.ts";

const one: Ticks = { firstMs: 600, lastMs: 600, count: 1 };
const five: Ticks = { firstMs: 200, lastMs: 600, count: 5 };

const free: Standing = { kind: "free", barred: null };
const used: Standing = { kind: "free", barred: "daily-limit" };
const held: Standing = { kind: "free", barred: "quiet" };
const waiting: Standing = { kind: "tick-waiting", scheduledAtMs: 100 };
const occupied: Standing = { kind: "occupied" };

test.each<[string, Ticks, Standing, Plan]>([
  ["a tick that finds its probe free runs", one, free, { skips: [], take: 600 }],
  [
    "of several due ticks the last runs, the others are late",
    five,
    free,
    { skips: [{ scheduledAtMs: 200, ticks: 4, reason: "late" }], take: 600 },
  ],
  [
    "a tick over the daily limit is skipped",
    one,
    used,
    { skips: [{ scheduledAtMs: 600, ticks: 1, reason: "daily-limit" }], take: null },
  ],
  [
    "of several over the daily limit those before the last were late anyway",
    five,
    used,
    {
      skips: [
        { scheduledAtMs: 200, ticks: 4, reason: "late" },
        { scheduledAtMs: 600, ticks: 1, reason: "daily-limit" },
      ],
      take: null,
    },
  ],
  [
    "a tick that another probe's quiet time holds is skipped",
    one,
    held,
    { skips: [{ scheduledAtMs: 600, ticks: 1, reason: "quiet" }], take: null },
  ],
  [
    "a tick that comes during a run is an overlap",
    one,
    occupied,
    { skips: [{ scheduledAtMs: 600, ticks: 1, reason: "overlap" }], take: null },
  ],
  [
    "all ticks that came during a run are one overlap",
    five,
    occupied,
    { skips: [{ scheduledAtMs: 200, ticks: 5, reason: "overlap" }], take: null },
  ],
  [
    "a tick takes over from one that waited a whole interval",
    one,
    waiting,
    { skips: [{ scheduledAtMs: 100, ticks: 1, reason: "late" }], take: 600 },
  ],
  [
    "the last of several takes over, and all before it are late",
    five,
    waiting,
    { skips: [{ scheduledAtMs: 100, ticks: 5, reason: "late" }], take: 600 },
  ],
])("%s", (_name, ticks, standing, planned) => expect(plan(ticks, standing)).toEqual(planned));

test.each([free, used, held, waiting, occupied])("every tick is run, waits or is skipped, once: %o", (standing) => {
  const waited = standing.kind === "tick-waiting" ? 1 : 0;
  for (const ticks of [one, five]) {
    const { skips, take } = plan(ticks, standing);
    const skipped = skips.reduce((sum, skip) => sum + skip.ticks, 0);
    expect(skipped + (take === null ? 0 : 1)).toBe(ticks.count + waited);
  }
});
