import { Refusal } from "../../http/refusal.ts";
import type { Log } from "../../log/log.ts";
import type { Conditions } from "../conditions.ts";
import type { Pace } from "../pace.ts";
import type { Release } from "../release.ts";

export type ComponentName = "postgres" | "redis" | "llm" | "auth-service";

/** What a call needs of a component. `write` must not get lost, so it is tried longer; `check` is health's. */
export type Use = "read" | "write" | "check";

/** A component as the backend's calls go through it. Rejects with `ComponentFailure`. */
export type Component = (use: Use, around: Surroundings) => Promise<void>;

/** What a component works in. */
export interface Surroundings {
  release: Release;
  revision: string;
  conditions: Conditions;
  pace: Pace;
  log: Log;
  /** Of the request that it works for. */
  traceId: string | null;
}

/** A call failed because of what is behind the backend. */
export class ComponentFailure extends Refusal {
  /** As a message over a socket names it. */
  readonly code: string;

  constructor(code: string, detail: string, headers: Record<string, string> = {}) {
    super(503, detail, headers);
    this.code = code;
  }
}

/** The cause, as only the log has it. */
export function report(
  { log, revision, traceId }: Surroundings,
  component: ComponentName,
  severity: "WARNING" | "ERROR",
  message: string,
): void {
  log.write({ severity, service: "backend", revision, traceId, component, message });
}
