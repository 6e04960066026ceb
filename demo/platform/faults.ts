import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { Reply } from "./advice.ts";
import type { Conditions } from "./conditions.ts";
import type { Message } from "./message.ts";
import type { Release } from "./release.ts";
import type { Upgrade } from "./upgrade.ts";

/** Where a fault can step in. `next` is what would have happened without it: not to call it answers in its place. */
export interface Hooks {
  /** A request over HTTP. */
  http(call: Call, next: () => Promise<Answer>): Promise<Answer>;
  /** A request for a WebSocket. */
  upgrade(call: Call, next: () => Promise<Upgrade>): Promise<Upgrade>;
  /** What the assistant replies, by whatever way, to the request or socket of this trace. */
  reply(reply: Reply, traceId: string | null): Reply;
  /** A message to a socket: gives what is sent instead, after as long as it likes. Order is kept. */
  say(message: Message): Promise<Message[]>;
}

/** The faults that are on, all together, as the platform meets them. */
export interface Faults extends Hooks {
  /** What is deployed, if `release` were without faults. */
  deployed(release: Release): Release;
  conditions(): Conditions;
  /** Calls back when others are on, from now on. `revision`: what a roll-out that this leads to is called. */
  onChange(changed: (revision?: string) => void): void;
}
