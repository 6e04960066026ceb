import type { Readable } from "node:stream";
import type { Log, Severity } from "../log/log.ts";
import type { Pace } from "./pace.ts";
import { phaseCount } from "./phases.ts";
import type { Image } from "./release.ts";
import type { Settings } from "./settings.ts";
import { startUp } from "./start-up.ts";

/** Booting, nothing listens; starting, the phases of start-up pass; failed, one of them did, and the process lives on. */
export type Stage = "booting" | "starting" | "ready" | "failed" | "ended";

/** `stopped`: told to go, and finishes what it has begun. `killed`: gone in the middle of it. */
export type Ending = "stopped" | "killed";

/** Where an instance is in its life. */
export interface Life {
  stage: Stage;
  /** Of start-up; 0 while it boots. */
  phase: number;
  /** What made start-up fail. */
  failure: string | null;
  /** Start-up goes no further. */
  isStuck: boolean;
}

/** One container of the backend. */
export interface Instance {
  readonly revision: string;
  /** Its place among the instances of its revision, from 0. */
  readonly ordinal: number;
  /** It was started with its deployment, before a request could wait for it. */
  readonly isWarmed: boolean;
  life(): Readonly<Life>;
  /** Real seconds since it was started. */
  uptimeS(): number;
  /** Requests under way, sockets, megabytes. */
  readonly load: { requests: number; sockets: number; memoryMb: number };
  /** Works on a request, until nobody waits for it any more. Rejects with `InstanceGone` when the instance is killed meanwhile. */
  serve<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Is busy with a stream until it ends; it is cut when the instance is killed meanwhile. */
  stream(body: Readable): void;
  /** Holds a socket; `end` is called when the instance ends. Gives what lets go of it. */
  hold(end: (how: Ending) => void): () => void;
  end(how: Ending): void;
  log(severity: Severity, message: string, more?: Record<string, unknown>): void;
}

/** The connection to an instance broke before it answered. */
export class InstanceGone extends Error {
  override readonly name = "InstanceGone";
}

export interface InstanceOptions {
  revision: string;
  ordinal: number;
  image: Image;
  settings: Settings;
  isWarmed: boolean;
  /** It has been started already. */
  isReady: boolean;
  pace: Pace;
  log: Log;
  /** It came to another stage, or has less to do. */
  changed: (instance: Instance) => void;
}

/** Megabytes of an instance that has done nothing yet. */
export const emptyMb = 160;

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

/** Whether start-up is over, whichever way. */
export function isSettled(instance: Instance): boolean {
  const { stage } = instance.life();
  return stage === "ready" || stage === "failed";
}
