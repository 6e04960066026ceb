import type { Answer } from "../http/answer.ts";
import type { Account } from "../platform/accounts.ts";

/** A JSON text frame. */
export interface Message {
  type: string;
  [detail: string]: unknown;
}

/** What becomes of a request for a WebSocket. */
export type Upgrade =
  | { kind: "accept"; account: Account }
  | /** The handshake, and nothing after it: no message, no pong, no answer to a close. */ { kind: "mute" }
  | { kind: "refuse"; answer: Answer };

export function refuse(answer: Answer): Upgrade {
  return { kind: "refuse", answer };
}
