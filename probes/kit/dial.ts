import { clearTimeout, setTimeout } from "k6/timers";
import { WebSocket } from "k6/websockets";
import { nowMs } from "./clock.ts";
import { closeSocket, cutByUs } from "./close-socket.ts";
import { addContact } from "./contact.ts";
import { withoutQuery } from "./evidence.ts";
import { StepFailure } from "./failure.ts";
import { pathOf } from "./http.ts";
import type { OutgoingHeaders } from "./outgoing.ts";
import type { StepRecord } from "./record.ts";
import { showMs } from "./show.ts";
import { explainRejection } from "./upgrade.ts";

/** `readyState` of an open socket: k6's `WebSocket` has no constants. */
export const openState = 1;

export interface SocketOptions {
  /** The tag by which connections are grouped. Default: `WS` and the path. */
  name?: string;
  subprotocol?: string;
  /** Default 5000. */
  connectTimeoutMs?: number;
  /** The server has the first word: when none comes, a second connection is made before it is called silent (see socket.ts). */
  greets?: boolean;
}

/** What happens on a connection once it is open. */
export interface SocketEvents {
  opened(): void;
  received(data: unknown): void;
  /** What went wrong, in k6's words; also before it is open. */
  failed(error: string): void;
  /** `reason` is the server's, or for a dropped connection the network's. */
  closed(code: number, reason: string): void;
  /** We closed it, and did not wait any longer for the answer. */
  cut(): void;
}

/**
 * Opens a WebSocket within its own time-out. Rejects with what happened instead: refused, rejected with a status, or not
 * answered. A socket that is still connecting is left alone: `close()` would block k6 for ever (test/socket-traps.test.ts).
 */
export function dial(
  record: StepRecord,
  headers: OutgoingHeaders,
  url: string,
  { name = `WS ${pathOf(url)}`, subprotocol, connectTimeoutMs = 5_000 }: SocketOptions,
  events: SocketEvents,
): Promise<WebSocket> {
  record.evidence = { request: `WS ${withoutQuery(url)}` };
  const params = { headers: headers(), tags: { step: record.step, name } };
  const startedMs = nowMs();
  // The types say that subprotocols are ignored; k6 sends them (internal/js/modules/k6/websockets/websockets.go).
  const ws = new WebSocket(url, (subprotocol ?? null) as null, params);
  let state: "connecting" | "open" | "given up" = "connecting";
  let lastError = "";

  return new Promise((resolve, reject) => {
    const giveUp = (failure: StepFailure) => {
      state = "given up";
      clearTimeout(timer);
      reject(failure);
    };
    const timer = setTimeout(() => giveUp(notAnswered(connectTimeoutMs)), connectTimeoutMs);
    ws.addEventListener("open", () => {
      if (state === "given up") return closeSocket(ws, record);
      state = "open";
      clearTimeout(timer);
      record.measures["connect_ms"] ??= nowMs() - startedMs;
      addContact(record, { headers: {}, remoteAddress: "", beganAtMs: null }, "");
      record.leftovers.push(() => ws.readyState === openState && closeSocket(ws, record));
      events.opened();
      resolve(ws);
    });
    ws.addEventListener("error", (event) => {
      lastError = errorOf(event);
      if (!isClose(lastError)) events.failed(lastError);
      if (state !== "connecting") return;
      const isRejected = lastError.includes("bad handshake");
      giveUp(isRejected ? explainRejection(record, url, { name, subprotocol, headers: headers() }) : notConnected(lastError));
    });
    ws.addEventListener("message", (event) => events.received("data" in event ? event.data : undefined));
    ws.addEventListener("close", (event) => {
      if (state !== "open") return;
      const code = codeOf(event);
      if (lastError === cutByUs) return events.cut();
      const isDropped = code === 0 || code === 1006 || (lastError !== "" && !isClose(lastError));
      events.closed(isDropped ? 1006 : code, isDropped ? lastError : reasonOf(event));
    });
  });
}

function notAnswered(connectTimeoutMs: number): StepFailure {
  const reason = `handshake not answered within ${showMs(connectTimeoutMs)}`;
  return new StepFailure(reason, reason);
}

/** `dial tcp 127.0.0.1:1: connect: connection refused`: the end says it. */
function notConnected(error: string): StepFailure {
  const reason = error.endsWith("connection refused") ? "connection refused" : error || "the connection could not be made";
  return new StepFailure(reason, error || reason);
}

/** k6 reports a close with an unusual code as an error first. */
function isClose(error: string): boolean {
  return error.startsWith("websocket: close");
}

/** k6's types know nothing of what a close event holds. */
function codeOf(event: object): number {
  return "code" in event && typeof event.code === "number" ? event.code : 0;
}

function reasonOf(event: object): string {
  return "reason" in event && typeof event.reason === "string" ? event.reason : "";
}

function errorOf(event: object): string {
  return "error" in event ? String(event.error) : "";
}
