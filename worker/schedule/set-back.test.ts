import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFakeClock } from "../kit/fake-clock.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { type Place, arrange, takeDue } from "./place.ts";
import { nextAfterSetBack, watchSetBack } from "./set-back.ts";

describe("whether the clock was set back", () => {
  test.each([
    ["time that passes", 0, false],
    ["a jump ahead, or a suspend", 3_600_000, false],
    ["a correction under a second", -999, false],
    ["a second", -1_000, true],
    ["a year", -365 * 86_400_000, true],
  ])("%s", async (_name, jumpMs, told) => {
    const clock = createFakeClock();
    const wasSetBack = watchSetBack(clock);
    await clock.advance(5_000);
    clock.jump(jumpMs);
    expect(wasSetBack()).toBe(told);
    await clock.advance(5_000);
    expect(wasSetBack()).toBe(false);
  });
});

/** A probe whose tick at 09:00 was taken, five minutes ago; then the clock is set back. */
function nextAfter(cron: string, backMs: number): string {
  const nineMs = Date.parse("2026-01-10T09:00:00Z");
  const places = new Map<string, Place>();
  const probe = fakeProbe({ schedule: { kind: "cron", cron, timeZone: "UTC" } });
  arrange(places, [probe], "home", nineMs - 1);
  const [place] = places.values();
  if (!place) throw new Error("the probe has no place");
  takeDue(place, { nowMs: nineMs, monotonic: 0 });
  const next = nextAfterSetBack(place, { nowMs: nineMs + 300_000 - backMs, monotonic: 300_000 });
  return next === null ? "never" : new Date(next).toISOString();
}

const hourMs = 3_600_000;

test.each([
  ["a daily tick is not run twice within the hour", "0 9 * * *", hourMs, "2026-01-11T09:00:00.000Z"],
  ["nor is it when the clock was set back by eleven hours", "0 9 * * *", 11 * hourMs, "2026-01-11T09:00:00.000Z"],
  ["but a day that begins anew has its own", "0 9 * * *", 24 * hourMs, "2026-01-10T09:00:00.000Z"],
  ["a tick a minute does not wait for the old time", "* * * * *", hourMs, "2026-01-10T08:06:00.000Z"],
  ["the only tick of all is not run twice", "0 0 9 10 1 * 2026", hourMs, "never"],
])("%s", (_name, cron, backMs, next) => expect(nextAfter(cron, backMs)).toBe(next));

test("however far it was set back, two ticks are half an interval to two of real time apart", () => {
  const everyMs = 60_000;
  const moments = { agoMs: fc.integer({ min: 0, max: everyMs - 1 }), backMs: fc.integer({ min: 1_000, max: 400 * 86_400_000 }) };
  fc.assert(
    fc.property(fc.record(moments), ({ agoMs, backMs }) => {
      const places = new Map<string, Place>();
      const startMs = Date.UTC(2026, 0, 1);
      arrange(places, [fakeProbe({ schedule: { kind: "every", everyMs } })], "home", startMs);
      for (const place of places.values()) {
        takeDue(place, { nowMs: place.nextMs ?? Number.NaN, monotonic: 0 });
        const tickMs = (place.nextMs ?? Number.NaN) - everyMs;
        const nowMs = tickMs + agoMs - backMs;
        const next = nextAfterSetBack(place, { nowMs, monotonic: agoMs });
        const apartMs = agoMs + (next ?? Number.NaN) - nowMs;
        expect(apartMs).toBeGreaterThanOrEqual(everyMs / 2);
        expect(apartMs).toBeLessThan(everyMs * 2);
      }
    }),
  );
});

test("a tick that is due still and a probe that never had one are left alone", () => {
  const probe = fakeProbe();
  const atMs = Date.parse("2026-01-10T09:00:30Z");
  const moment = { nowMs: atMs, monotonic: 5_000 };
  expect(nextAfterSetBack({ probe, offsetMs: 0, nextMs: atMs - 30_000, decidedAt: 4_000 }, moment)).toBe(atMs - 30_000);
  expect(nextAfterSetBack({ probe, offsetMs: 0, nextMs: atMs + 90_000, decidedAt: null }, moment)).toBe(atMs + 30_000);
});
