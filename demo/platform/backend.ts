import type { Log } from "../log/log.ts";
import { type Kind, choose } from "./choose.ts";
import { createFleet } from "./fleet.ts";
import type { Instance } from "./instance.ts";
import type { Pace } from "./pace.ts";
import { type Release, nextRevision, release as first } from "./release.ts";
import { createWaitingRoom } from "./waiting-room.ts";

/** The backend: what of it is deployed, its instances, and which of them is next. */
export interface Backend {
  revision(): string;
  release(): Release;
  instances(): readonly Instance[];
  /** The next instance for a request or a socket. When there is none it starts one, and waits for it. Never rejects. */
  take(kind: Kind): Promise<Taken>;
  /** Stops all instances: the next request starts one. */
  scaleToZero(): void;
  /** Replaces all instances at once by those of a new revision. Default: the next one's name. */
  rollOut(release: Release, revision?: string): void;
}

/** `isCold`: the instance had to be started for it. `none`: nothing came up in time. `full`: all instances have too much to do. */
export type Taken = { kind: "instance"; instance: Instance; isCold: boolean } | { kind: "full" } | { kind: "none" };

export interface BackendOptions {
  /** What is deployed, and has been for long. */
  release: Release;
  /** Milliseconds of platform time without a request or a socket, until it scales to zero. */
  idleMs: number;
  pace: Pace;
  log: Log;
}

export function createBackend({ release: initial, idleMs, pace, log }: BackendOptions): Backend {
  const room = createWaitingRoom(pace);
  const stir = () => room.stir();
  let release = initial;
  let fleet = createFleet({ revision: first.revision, release, pace, log, changed: stir });
  let turn = 0;
  let callOffIdle: (() => void) | null = null;
  for (let nth = 0; nth < release.instances; nth++) fleet.start("ready");

  function look(kind: Kind, isPatient: boolean): Taken | null {
    const instance = choose(fleet.instances(), kind, turn);
    if (instance === "full") {
      fleet.start();
      return { kind: "full" };
    }
    if (instance) {
      turn += 1;
      return { kind: "instance", instance, isCold: false };
    }
    if (release.instances === 0) return { kind: "none" };
    if (fleet.isAsleep()) fleet.start();
    return isPatient || fleet.isComing() ? null : { kind: "none" };
  }
  /** Without waiting there is no idling either: at a time scale of 0 instances stay. */
  function beIdle(): void {
    callOffIdle?.();
    if (pace.scale > 0) callOffIdle = pace.after(idleMs, () => (fleet.isBusy() ? beIdle() : scaleToZero()));
  }
  function scaleToZero(): void {
    log.write({ severity: "INFO", service: "front", message: "The backend scales to zero instances." });
    fleet.stop();
    stir();
  }
  function rollOut(next: Release, revision = nextRevision(fleet.revision)): void {
    fleet.stop();
    release = next;
    fleet = createFleet({ revision, release, pace, log, changed: stir });
    log.write({ severity: "INFO", service: "front", revision, message: `Revision ${revision} serves all traffic.` });
    if (release.isWarmed) for (let nth = 0; nth < release.instances; nth++) fleet.start("warmed");
    stir();
  }

  beIdle();
  return {
    revision: () => fleet.revision,
    release: () => release,
    instances: () => fleet.instances(),
    async take(kind) {
      beIdle();
      let didWait = false;
      const taken = await room.wait((isPatient) => {
        const found = look(kind, isPatient);
        didWait ||= found === null;
        return found;
      });
      return taken.kind === "instance" ? { ...taken, isCold: didWait && !taken.instance.isWarmed } : taken;
    },
    scaleToZero,
    rollOut,
  };
}
