import type { Response } from "k6/http";
import { byteLength } from "./byte-length.ts";
import { headerOf, textOf } from "./read.ts";
import { type StepRecord, recordFailure } from "./record.ts";

const kept = ["content-type", "server", "x-request-id", "x-revision", "x-trace-id", "retry-after", "location", "via"];

/** Makes a response the step's evidence. A request that got no response fails the step, checks or not. */
export function recordResponse(record: StepRecord, request: string, response: Response): void {
  const body = textOf(response);
  record.evidence = { request };
  if (response.status === 0) return recordFailure(record, `${request}: ${response.error}`, networkErrorOf(response));
  record.evidence = { request, status: response.status, body, headers: headersOf(response) };
  if (response.remote_ip) record.evidence.remoteAddress = response.remote_ip;
  record.bytesReceived = (record.bytesReceived ?? 0) + byteLength(body);
  record.revision = headerOf(response, "x-revision") ?? record.revision;
}

export function headersOf(response: { headers: Record<string, string> }): Record<string, string> {
  const found = kept.flatMap((name): [string, string][] => {
    const value = headerOf(response, name);
    return value === null ? [] : [[name, name === "location" ? withoutQuery(value) : value]];
  });
  return Object.fromEntries(found);
}

export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
}

/** DNS, TCP and TLS errors have codes from 1100 to 1399; without an address nothing was connected. */
function networkErrorOf({ error, error_code, remote_ip }: Response): string | null {
  return !remote_ip || (error_code >= 1100 && error_code < 1400) ? error : null;
}
