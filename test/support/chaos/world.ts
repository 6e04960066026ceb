import { type FlakyProxy, startFlakyProxy } from "../flaky-proxy.ts";
import { type Influxd, startInfluxd } from "../influxd.ts";
import { type ChaosTarget, startChaosTarget } from "./target.ts";

/** The servers that all rounds share. */
export interface World {
  influxd: Influxd;
  /** Stands between the workers and `influxd`. */
  proxy: FlakyProxy;
  target: ChaosTarget;
  close(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const [influxd, target] = await Promise.all([startInfluxd(), startChaosTarget()]);
  const proxy = await startFlakyProxy(influxd.url);
  return {
    influxd,
    proxy,
    target,
    async close() {
      await Promise.all([proxy.close(), target.close()]);
      await influxd.remove();
    },
  };
}

/** Ends whatever a round did to the servers. */
export async function restore({ influxd, proxy }: World): Promise<void> {
  proxy.mode = { kind: "pass" };
  influxd.thaw();
  if (!(await influxd.query("SHOW DATABASES").catch(() => null))) {
    await influxd.kill();
    await influxd.start();
  }
}
