import { sleep } from "k6";
import type { WebSocket } from "k6/websockets";
import type { StepRecord } from "./record.ts";
import { isUnderLoad } from "./under-load.ts";

/** k6's error of a connection that was cut because the close was not answered. */
export const cutByUs = "websocket: close sent";

/**
 * Closes an open socket. After a probe the worker ends k6, whatever a peer that never answers the close frame holds up. Under load such a
 * peer would hold its VU for ever (test/socket-traps.test.ts), so there the server gets a moment to answer, in which the VU waits, and
 * then the connection is cut. The step does not count that moment.
 */
export function closeSocket(ws: WebSocket, record: StepRecord): void {
  if (!isUnderLoad()) return ws.close(1_000);
  const answerMs = answerMsFor(record);
  record.heldMs += answerMs;
  cutAfter(ws, answerMs);
}

/** Connecting took two round trips at least, and an answer takes one. */
function answerMsFor({ measures }: StepRecord): number {
  return Math.min(1_000, 20 + (measures["connect_ms"] ?? 0));
}

/**
 * k6 1.8.1 knows no way to cut a connection, but does it when something is sent after the close frame. `send` refuses that of a socket that
 * is closing; this one begins to close while `send` looks at what it was given (`send` in internal/js/modules/k6/websockets).
 */
function cutAfter(ws: WebSocket, answerMs: number): void {
  const before = Object.getOwnPropertyDescriptor(ArrayBuffer, "isView") ?? {};
  let hasClosed = false;
  const closeFirst = (): boolean => {
    Object.defineProperty(ArrayBuffer, "isView", before);
    hasClosed = true;
    ws.close(1_000);
    sleep(answerMs / 1_000);
    return true;
  };
  Object.assign(ArrayBuffer, { isView: closeFirst });
  try {
    ws.send(new Uint8Array(1));
  } catch {
    // Another k6 may refuse it: then the socket closes as ever.
    if (!hasClosed) ws.close(1_000);
  } finally {
    Object.defineProperty(ArrayBuffer, "isView", before);
  }
}
