import type { TargetSettings } from "../../worker/contract/settings.ts";
import { nowMs } from "../kit/clock.ts";
import type { StepContext } from "../kit/context.ts";
import type { Message } from "../kit/message.ts";
import type { Socket } from "../kit/socket.ts";

/** Connects with the token in the query: as a subprotocol it would become k6's `subproto` tag. */
export function connect(s: StepContext, { urls }: TargetSettings, token: string): Promise<Socket> {
  return s.socket(`${urls.ws}?token=${encodeURIComponent(token)}`, { greets: true });
}

/** The server's first word: `{type: "connected", user_id}`. */
export function greeting(socket: Socket): Promise<Message> {
  return socket.receive("connected");
}

/** Sends a ping and gives what came back as its pong, with the milliseconds that it took. */
export async function ping(socket: Socket, id: string): Promise<{ pong: Message; roundTripMs: number }> {
  const sentMs = nowMs();
  socket.send({ type: "ping", id });
  const pong = await socket.receive("pong");
  return { pong, roundTripMs: nowMs() - sentMs };
}
