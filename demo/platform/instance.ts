import type { Readable } from "node:stream";
import type { Severity } from "../log/log.ts";

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

/** Megabytes of an instance that has done nothing yet. */
export const emptyMb = 160;

/** Whether start-up is over, whichever way. */
export function isSettled(instance: Instance): boolean {
  const { stage } = instance.life();
  return stage === "ready" || stage === "failed";
}
