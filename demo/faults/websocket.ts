import { json } from "../http/answer.ts";
import { type Accepted, type Upgrade, refuse } from "../platform/upgrade.ts";
import type { Fault } from "./fault.ts";

const notAllowed = json(403, { detail: "WebSocket connections are not allowed for this origin" });

export const websocketFaults = {
  "websocket-rejected": {
    says: "The backend answers 403 to every request for a WebSocket, also with a good token.",
    begin: () => ({ upgrade: (_call, next) => accepted(next, () => refuse(notAllowed)) }),
  },
  "websocket-silent": {
    says: "The WebSocket opens, and then nothing: no greeting, no pong, no events, no answer to a close.",
    begin: () => ({ upgrade: (_call, next) => accepted(next, () => ({ kind: "mute" })) }),
  },
  "websocket-dropped": {
    says: "The WebSocket opens and pongs; after the third event of an answer the connection is cut, without a close.",
    begin: () => ({ upgrade: (_call, next) => accepted(next, (upgrade) => ({ ...upgrade, cutAfter: "tool_executing" })) }),
  },
} as const satisfies Record<string, Fault>;

/** Changes what becomes of those who would be let in; who would not is turned away as ever. */
async function accepted(next: () => Promise<Upgrade>, change: (upgrade: Accepted) => Upgrade): Promise<Upgrade> {
  const upgrade = await next();
  return upgrade.kind === "accept" ? change(upgrade) : upgrade;
}
