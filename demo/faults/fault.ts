import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { Reply } from "../platform/advice.ts";
import type { Pace } from "../platform/pace.ts";
import type { Message, Upgrade } from "../socket/message.ts";

/** A way in which the platform can be broken. */
export interface Fault {
  /** One sentence: what a user would see. */
  says: string;
  /** Called when the fault is switched on; what it remembers ends when it is switched off. */
  begin(pace: Pace): Behaviour;
}

/** Where a fault can step in. `next` is what would have happened without it: not to call it answers in its place. */
export interface Behaviour {
  /** A request over HTTP. */
  http?: (call: Call, next: () => Promise<Answer>) => Promise<Answer>;
  /** A request for a WebSocket. */
  upgrade?: (call: Call, next: () => Promise<Upgrade>) => Promise<Upgrade>;
  /** What the assistant replies, by whatever way. */
  reply?: (reply: Reply) => Reply;
  /** A message to a socket: gives what is sent instead, after as long as it likes. Order is kept. */
  say?: (message: Message) => Promise<Message[]>;
}
