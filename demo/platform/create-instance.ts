import type { Log } from "../log/log.ts";
import { type Ending, type Instance, InstanceGone, type Life, emptyMb } from "./instance.ts";
import { phaseCount } from "./phases.ts";
import { type StartUpOptions, startUp } from "./start-up.ts";

export interface InstanceOptions extends StartUpOptions {
  revision: string;
  ordinal: number;
  isWarmed: boolean;
  /** It has been started already. */
  isReady: boolean;
  log: Log;
  /** It came to another stage, or has less to do. */
  changed: (instance: Instance) => void;
}

/** Starts an instance. */
export function createInstance(options: InstanceOptions): Instance {
  const { revision, ordinal, isWarmed, isReady, changed } = options;
  const startedMs = performance.now();
  const load = { requests: 0, sockets: 0, memoryMb: emptyMb };
  const endings = new Set<(how: Ending) => void>();
  let life: Life = { stage: isReady ? "ready" : "booting", phase: isReady ? phaseCount : 0, failure: null, isStuck: false };

  function attend(kind: "requests" | "sockets", end: (how: Ending) => void): () => void {
    load[kind] += 1;
    endings.add(end);
    return () => {
      if (!endings.delete(end)) return;
      load[kind] -= 1;
      changed(instance);
    };
  }
  function become(next: Partial<Life>): void {
    if (life.stage === "ended") return;
    life = { ...life, ...next };
    changed(instance);
  }
  const instance: Instance = {
    revision,
    ordinal,
    isWarmed,
    load,
    life: () => life,
    uptimeS: () => (performance.now() - startedMs) / 1_000,
    serve: (work, signal) =>
      new Promise((resolve, reject) => {
        const leave = attend("requests", (how) => how === "killed" && reject(new InstanceGone("the instance was killed")));
        signal.addEventListener("abort", leave, { once: true });
        work().finally(leave).then(resolve, reject);
      }),
    stream(body) {
      body.once(
        "close",
        attend("requests", (how) => how === "killed" && body.destroy(new InstanceGone("the instance was killed"))),
      );
    },
    hold: (end) => attend("sockets", end),
    end(how) {
      if (life.stage === "ended") return;
      life = { ...life, stage: "ended" };
      for (const end of endings) end(how);
      changed(instance);
    },
    log: (severity, message, more) =>
      options.log.write({ severity, service: "backend", revision, message, instance: `${revision}-${ordinal}`, ...more }),
  };
  if (!isReady) void startUp(instance, options, become);
  return instance;
}
