import type { Log } from "../log/log.ts";
import type { Conditions } from "../platform/conditions.ts";
import type { Hooks } from "../platform/faults.ts";
import type { Pace } from "../platform/pace.ts";
import type { Release } from "../platform/release.ts";

/** A way in which the platform can be broken: by what is deployed, by how a component is, by what steps in between, or by several. */
export interface Fault {
  /** One sentence: what a user would see. */
  says: string;
  /** What it changes in what is deployed of the backend: switched on or off, it rolls out a new revision. Must be a plain change of values. */
  deploys?: (release: Release) => Release;
  /** How components behind the services are while it is on. */
  conditions?: Partial<Conditions>;
  /** Called when the fault is switched on; what it remembers ends when it is switched off. */
  begin?: (pace: Pace, log: Log) => Partial<Hooks>;
  /** Nothing in the demo can break like this: a base URL to point Sonde at instead. */
  target?: string;
}
