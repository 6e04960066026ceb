import { fakeRun, fakeStep } from "../../worker/kit/fake-run.ts";
import { storeDefaults } from "../../worker/config/defaults.ts";
import type { Point } from "../../worker/contract/measurements.ts";
import { pointsOfRun } from "../../worker/deliver/points.ts";
import { systemClock as clock } from "../../worker/kit/clock.ts";
import { openStore } from "../../worker/store/open.ts";

const probes = 20;
const everyMs = 1_000;
const inATransaction = 5_000;

/** So many points of runs with three steps, a second apart and all in the past. */
export function manyPoints(count: number): Point[] {
  const firstMs = clock.now() - count * everyMs;
  const points: Point[] = [];
  for (let number = 0; points.length < count; number++) points.push(...pointsOfRun(runOf(number, firstMs + number * everyMs)));
  return points.slice(0, count);
}

function runOf(number: number, startedAtMs: number) {
  const durationMs = 300 + (number % 97) * 1.7;
  const step = (name: string, share: number) =>
    fakeStep({
      name,
      durationMs: durationMs * share,
      timings: {
        blockedMs: 0.4,
        connectingMs: 0.2,
        tlsMs: 0,
        sendingMs: 0.1,
        waitingMs: durationMs * share * 0.9,
        receivingMs: 0.3,
      },
    });
  return fakeRun({
    id: `018bcfe5-6800-7000-8000-${String(number).padStart(12, "0")}`,
    probe: `probe-${number % probes}`,
    startedAtMs,
    endedAtMs: startedAtMs + Math.round(durationMs),
    durationMs,
    steps: [step("sign-in", 0.4), step("dashboard", 0.3), step("chat", 0.3)],
  });
}

/** Makes a store at `path` whose outbox holds these points. */
export function fillOutbox(path: string, points: readonly Point[]): void {
  const store = openStore(path, { clock, limits: storeDefaults });
  try {
    for (let start = 0; start < points.length; start += inATransaction) {
      store.outbox.enqueue(points.slice(start, start + inATransaction));
    }
  } finally {
    store.close();
  }
}
