import type { Log } from "../log/log.ts";
import { createInstance } from "./create-instance.ts";
import type { Instance } from "./instance.ts";
import type { Pace } from "./pace.ts";
import { phaseCount } from "./phases.ts";
import type { Image, Release } from "./release.ts";

/** The instances of one revision: starts them, and starts them again when they die. */
export interface Fleet {
  readonly revision: string;
  /** Those that run, by their place. */
  instances(): readonly Instance[];
  /** Nothing runs, and nothing is about to. */
  isAsleep(): boolean;
  /** One is on its way up, and nobody knows yet whether it will get there. */
  isComing(): boolean;
  /** Somebody waits for an answer, or holds a socket. */
  isBusy(): boolean;
  /** Starts one more. `warmed`: as a deployment does; `ready`: it has been there for long. */
  start(how?: "cold" | "warmed" | "ready"): void;
  /** Ends all, for good; they finish what they have begun. */
  stop(): void;
}

export interface FleetOptions {
  revision: string;
  release: Release;
  pace: Pace;
  log: Log;
  changed: () => void;
}

/** Start-up of a deployment, before requests are sent to it. */
const warmed = { bootMs: 300, startUpMs: 700 } as const;
const longestBackOffMs = 8_000;

export function createFleet({ revision, release, pace, log, changed }: FleetOptions): Fleet {
  const running = new Map<number, Instance>();
  const restarts = new Map<number, () => void>();

  function launch(ordinal: number, how: "cold" | "warmed" | "ready", failures: number): void {
    const image = how === "warmed" ? { ...release.image, ...shorter(release.image) } : release.image;
    const flags = { isWarmed: how === "warmed", isReady: how === "ready" };
    const settings = release.settings;
    const instance = createInstance({ revision, ordinal, image, settings, ...flags, pace, log, changed: notice });
    running.set(ordinal, instance);

    function notice(): void {
      if (running.get(ordinal) === instance && instance.life().stage === "ended") restart(instance, failures);
      changed();
    }
  }
  /** At once if it was ready, else after longer and longer. */
  function restart(instance: Instance, failures: number): void {
    const { ordinal } = instance;
    const wasReady = instance.life().phase === phaseCount;
    running.delete(ordinal);
    const again = () => {
      restarts.delete(ordinal);
      launch(ordinal, "cold", wasReady ? 0 : failures + 1);
      changed();
    };
    restarts.set(ordinal, pace.after(wasReady ? 0 : Math.min(500 * 2 ** failures, longestBackOffMs), again));
  }
  return {
    revision,
    instances: () => [...running.values()].toSorted((a, b) => a.ordinal - b.ordinal),
    isAsleep: () => running.size === 0 && restarts.size === 0,
    isComing: () => [...running.values()].some((instance) => ["booting", "starting"].includes(instance.life().stage)),
    isBusy: () => [...running.values()].some(({ load }) => load.requests + load.sockets > 0),
    start(how = "cold") {
      let ordinal = 0;
      while (running.has(ordinal) || restarts.has(ordinal)) ordinal += 1;
      if (ordinal < release.instances) launch(ordinal, how, 0);
    },
    stop() {
      for (const callOff of restarts.values()) callOff();
      restarts.clear();
      const ending = [...running.values()];
      running.clear();
      for (const instance of ending) instance.end("stopped");
    },
  };
}

function shorter({ bootMs, startUpMs }: Image): Pick<Image, "bootMs" | "startUpMs"> {
  return { bootMs: Math.min(bootMs, warmed.bootMs), startUpMs: Math.min(startUpMs, warmed.startUpMs) };
}
