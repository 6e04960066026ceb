import { pointsOfRun } from "../../../worker/deliver/points.ts";
import { fakeRun, fakeStep } from "../../../worker/kit/fake-run.ts";
import { systemClock as clock } from "../../../worker/kit/clock.ts";
import { connect } from "../../../worker/store/connect.ts";
import { storeIn } from "../../../worker/store/open.ts";

const roomy = { retentionMs: 30 * 86_400_000, maxBytes: 1e9, maxOutboxBytes: 1e9 };

/** Puts runs into a store that no worker uses, with all their points waiting, as they are after a long outage of InfluxDB. */
export function writeBacklog(path: string, runs: number): void {
  const db = connect(path);
  const store = storeIn(db, { clock, limits: roomy });
  const startMs = clock.now() - 86_400_000;
  db.write(() => {
    for (let number = 0; number < runs; number++) {
      const run = fakeRun({
        id: `018bcfe5-6800-7000-8000-${String(number).padStart(12, "0")}`,
        probe: "history",
        trigger: "once",
        startedAtMs: startMs + number * 1_000,
        steps: [fakeStep(), fakeStep({ name: "dashboard" })],
      });
      store.record({ run, state: null, change: null, points: pointsOfRun(run) });
    }
  });
  store.close();
}
