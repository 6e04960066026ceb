import { join } from "node:path";
import { v7 } from "uuid";
import { startDemo } from "../../../demo/server.ts";
import { storeDefaults } from "../../../worker/config/defaults.ts";
import type { Run } from "../../../worker/contract/run.ts";
import { systemClock } from "../../../worker/kit/clock.ts";
import { openStore } from "../../../worker/store/open.ts";
import { type Influxd, startInfluxd } from "../influxd.ts";
import { sonde, temporaryFolder } from "../sonde.ts";
import { brokenPoints, calmPoints, write } from "./by-hand.ts";

/** A real InfluxDB that real runs of every journey on the demo fill. */
export interface Story {
  influxd: Influxd;
  database: string;
  /** All probes, warm and cold, on a platform that is well. */
  calm(): Promise<void>;
  /** The same platform with one fault after the other, then mended. */
  broken(): Promise<void>;
  end(): Promise<void>;
}

const database = "sonde";
const probes = ["health", "auth", "dashboard", "websocket", "chat", "first-time-user", "value-delivery"];
const faults: [string, string[]][] = [
  ["backend-503", ["health", "dashboard", "chat", "first-time-user"]],
  ["redis-misconfigured", ["health", "dashboard", "chat", "websocket"]],
  ["websocket-dropped", ["websocket", "chat"]],
];

const hourMs = 3_600_000;
/** When the second iteration began. Runs are repeated hours before and after it: roll-ups are made of hours that are over. */
const deployedAgoMs = 4 * hourMs;
const repeatedAgoMs = [7 * hourMs, 2 * hourMs];

/** Stores the runs since then once more, as if they had been made `agoMs` earlier. */
function repeatEarlier(path: string, sinceMs: number, agoMs: number, as: Partial<Run> = {}): void {
  const store = openStore(path, { clock: systemClock, limits: storeDefaults });
  const earlier = (run: Run): Run => ({
    ...run,
    ...as,
    id: v7({ msecs: run.startedAtMs - agoMs }),
    scheduledAtMs: run.scheduledAtMs - agoMs,
    startedAtMs: run.startedAtMs - agoMs,
    endedAtMs: run.endedAtMs - agoMs,
    steps: run.steps.map((step) => ({ ...step, startedAtMs: step.startedAtMs === null ? null : step.startedAtMs - agoMs })),
  });
  for (const run of store.each(sinceMs, Date.now())) store.record({ run: earlier(run), state: null, change: null, points: [] });
  store.close();
}

export async function startStory(): Promise<Story> {
  const [demo, influxd] = await Promise.all([startDemo({ port: 0, faults: [], timeScale: 0.1 }), startInfluxd()]);
  const folder = temporaryFolder();
  const env = {
    SONDE_DEMO_URL: demo.url,
    SONDE_STORE: join(folder.path, "sonde.db"),
    SONDE_LOCATION: "test",
    SONDE_INFLUX_URL: influxd.url,
    SONDE_INFLUX_DATABASE: database,
  };
  /** Exit code 1 is a verdict. */
  async function run(allowed: readonly number[], ...args: string[]): Promise<void> {
    const { code, stdout, stderr } = await sonde(args, env);
    if (!allowed.includes(code ?? -1)) throw new Error(`sonde ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  }
  await run([0], "influx", "init");
  return {
    influxd,
    database,
    async calm() {
      const begunMs = Date.now();
      await run([0, 1], "once", ...probes);
      demo.scaleToZero();
      // The second one meets a warm instance.
      for (let time = 0; time < 2; time++) await run([0, 1], "once", "cold-start");
      await run([0, 1], "once", ...probes);
      const nowMs = Date.now();
      for (const agoMs of repeatedAgoMs) repeatEarlier(env.SONDE_STORE, begunMs, agoMs, { tlsDaysLeft: 40 });
      await write(influxd.url, database, calmPoints(nowMs, nowMs - deployedAgoMs));
      await run([0], "influx", "backfill");
    },
    async broken() {
      const begunMs = Date.now();
      for (const [fault, asked] of faults) {
        demo.setFaults([fault]);
        await run([1], "once", ...asked);
      }
      demo.setFaults([]);
      for (const agoMs of repeatedAgoMs) repeatEarlier(env.SONDE_STORE, begunMs, agoMs + hourMs / 2);
      repeatEarlier(env.SONDE_STORE, begunMs, 0.4 * hourMs, { verdict: "error", blame: "worker", cause: "k6 was killed" });
      repeatEarlier(env.SONDE_STORE, begunMs, 1.5 * hourMs, { attempt: 2, trigger: "confirm", confirmedDown: true });
      await run([0, 1], "once", "health");
      await write(influxd.url, database, brokenPoints(Date.now()));
      await run([0], "influx", "backfill");
    },
    async end() {
      await demo.close();
      await influxd.remove();
      folder.remove();
    },
  };
}
