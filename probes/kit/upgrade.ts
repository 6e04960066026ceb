import ws from "k6/ws";
import { detailOf } from "./answer.ts";
import { byteLength } from "./byte-length.ts";
import { headersOf } from "./evidence.ts";
import { StepFailure } from "./failure.ts";
import type { StepRecord } from "./record.ts";

interface Again {
  name: string;
  subprotocol: string | undefined;
  headers: Record<string, string>;
}

/**
 * Finds out why an upgrade was rejected. `k6/websockets` only says "bad handshake", so the server is asked once more through
 * `k6/ws`, which shows status, headers and the first KiB of the body.
 */
export function explainRejection(record: StepRecord, url: string, { name, subprotocol, headers }: Again): StepFailure {
  const protocol = subprotocol === undefined ? {} : { "Sec-WebSocket-Protocol": subprotocol };
  const tags = { step: record.step, name: `${name} (asked again)` };
  const response = ws.connect(url, { headers: { ...headers, ...protocol }, tags }, (socket) => socket.close());
  const { status, body, error } = response;
  if (status === 101) return new StepFailure("upgrade rejected; asked once more, it was accepted");
  if (!status) return new StepFailure(`upgrade rejected; asked once more: ${error || "no answer"}`);
  Object.assign(record.evidence, { upgradeStatus: status, body, headers: headersOf(response) });
  record.bytesReceived = (record.bytesReceived ?? 0) + byteLength(body);
  record.revision = record.evidence.headers?.["x-revision"] ?? record.revision;
  const detail = detailOf(response);
  return new StepFailure(`upgrade answered ${status}${detail === null ? "" : `: ${detail}`}`);
}
