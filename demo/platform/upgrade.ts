import type { Answer } from "../http/answer.ts";
import type { Session } from "./session.ts";

/** What becomes of a request for a WebSocket. */
export type Upgrade = Accepted | Mute | Refused;

export interface Accepted {
  kind: "accept";
  session: Session;
  /** The connection is cut, without a close frame, when a message of this type is on its way. */
  cutAfter?: string;
}

/** The handshake, and nothing after it: no message, no pong, no answer to a close. */
export interface Mute {
  kind: "mute";
}

export interface Refused {
  kind: "refuse";
  answer: Answer;
}

export function refuse(answer: Answer): Refused {
  return { kind: "refuse", answer };
}
