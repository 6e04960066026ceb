import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { Log } from "../log/log.ts";
import type { Reply } from "../platform/advice.ts";
import type { Conditions } from "../platform/conditions.ts";
import type { Pace } from "../platform/pace.ts";
import type { Release } from "../platform/release.ts";
import type { Message, Upgrade } from "../socket/message.ts";

/** A way in which the platform can be broken: by what is deployed, by how a component is, by what steps in between, or by several. */
export interface Fault {
  /** One sentence: what a user would see. */
  says: string;
  /** What it changes in what is deployed of the backend: switched on or off, it rolls out a new revision. Must be a plain change of values. */
  deploys?: (release: Release) => Release;
  /** How components behind the services are while it is on. */
  conditions?: Partial<Conditions>;
  /** Called when the fault is switched on; what it remembers ends when it is switched off. */
  begin?: (pace: Pace, log: Log) => Behaviour;
  /** Nothing in the demo can break like this: a base URL to point Sonde at instead. */
  target?: string;
}

/** Where a fault can step in. `next` is what would have happened without it: not to call it answers in its place. */
export interface Behaviour {
  /** A request over HTTP. */
  http?: (call: Call, next: () => Promise<Answer>) => Promise<Answer>;
  /** A request for a WebSocket. */
  upgrade?: (call: Call, next: () => Promise<Upgrade>) => Promise<Upgrade>;
  /** What the assistant replies, by whatever way, to the request or socket of this trace. */
  reply?: (reply: Reply, traceId: string | null) => Reply;
  /** A message to a socket: gives what is sent instead, after as long as it likes. Order is kept. */
  say?: (message: Message) => Promise<Message[]>;
}
