import type { TargetSettings } from "../../worker/contract/settings.ts";
import { nowMs } from "../kit/clock.ts";
import type { StepContext } from "../kit/context.ts";
import type { Knock } from "../kit/knock.ts";
import type { Message } from "../kit/message.ts";
import type { Socket } from "../kit/socket.ts";

/** Connects with the token in the query. */
export function connect(s: StepContext, target: TargetSettings, token: string): Promise<Socket> {
  return s.socket(withToken(target, token), { greets: true });
}

/** Connects with the token as subprotocol `jwt.TOKEN`, which keeps it out of the logs of whatever is in between. */
export function connectBySubprotocol(s: StepContext, { urls }: TargetSettings, token: string): Promise<Socket> {
  return s.socket(urls.ws, { greets: true, subprotocol: subprotocolOf(token) });
}

/** Tries to connect with a token that is worth nothing. */
export function knock(s: StepContext, target: TargetSettings, token: string): Promise<Knock> {
  return s.knock(withToken(target, token));
}

export function knockBySubprotocol(s: StepContext, { urls }: TargetSettings, token: string): Promise<Knock> {
  return s.knock(urls.ws, { subprotocol: subprotocolOf(token) });
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

function withToken({ urls }: TargetSettings, token: string): string {
  return `${urls.ws}?token=${encodeURIComponent(token)}`;
}

function subprotocolOf(token: string): string {
  return `jwt.${token}`;
}
