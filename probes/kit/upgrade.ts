import ws, { type Response } from "k6/ws";
import { detailOf } from "./answer.ts";
import { byteLength } from "./byte-length.ts";
import { addContact } from "./contact.ts";
import { headersOf } from "./evidence.ts";
import { StepFailure } from "./failure.ts";
import type { StepRecord } from "./record.ts";

interface Again {
  name: string;
  subprotocol: string | undefined;
  headers: Record<string, string>;
}

/** The server answered an upgrade with something else. */
export class UpgradeRejected extends StepFailure {
  readonly status: number;
  /** What the answer said of itself. */
  readonly detail: string | null;

  constructor(status: number, detail: string | null) {
    super(`upgrade answered ${status}${detail === null ? "" : `: ${detail}`}`);
    this.status = status;
    this.detail = detail;
  }
}

/** With one of three instances broken, three tries meet it again. */
const maxTries = 3;

/**
 * Finds out why an upgrade was rejected. `k6/websockets` only says "bad handshake", so the server is asked again through `k6/ws`, which
 * shows status, headers and the first KiB of the body: until it rejects again, for one instance of several may be the one that does.
 */
export function explainRejection(record: StepRecord, url: string, again: Again): StepFailure {
  for (let accepted = 0; accepted < maxTries; accepted++) {
    const response = askAgain(record, url, again);
    const { status, error } = response;
    if (status === 101) continue;
    const between = accepted === 0 ? "" : `, and accepted ${times(accepted)} when asked again`;
    if (!status) return new StepFailure(`upgrade rejected${between}; then: ${error || "no answer"}`);
    const rejected = rejectionOf(record, response, again);
    return accepted === 0 ? rejected : new StepFailure(`${rejected.reason}${between}`);
  }
  return new StepFailure(`upgrade rejected; asked ${times(maxTries)} more, it was accepted`);
}

function askAgain(record: StepRecord, url: string, { name, subprotocol, headers }: Again): Response {
  const protocol = subprotocol === undefined ? {} : { "Sec-WebSocket-Protocol": subprotocol };
  const tags = { step: record.step, name: `${name} (asked again)` };
  return ws.connect(url, { headers: { ...headers, ...protocol }, tags }, (socket) => socket.close());
}

function rejectionOf(record: StepRecord, response: Response, { headers }: Again): UpgradeRejected {
  const { status, body } = response;
  Object.assign(record.evidence, { upgradeStatus: status, body, headers: headersOf(response) });
  record.bytesReceived = (record.bytesReceived ?? 0) + byteLength(body);
  record.revision = record.evidence.headers?.["x-revision"] ?? record.revision;
  const answer = { headers: response.headers, remoteAddress: "", beganAtMs: Date.now() };
  addContact(record, answer, headers["traceparent"] ?? "");
  return new UpgradeRejected(status, detailOf(response));
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
