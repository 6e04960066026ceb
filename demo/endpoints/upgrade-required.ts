import { Refusal } from "../http/refusal.ts";

/** The WebSocket's path, asked for without an upgrade. */
export function upgradeRequired(): never {
  throw new Refusal(426, "This is a WebSocket.", { upgrade: "websocket" });
}
