import type { Response } from "k6/http";
import { cutOff } from "./answer.ts";
import { byteLength } from "./byte-length.ts";
import { addContact } from "./contact.ts";
import { headerOf, headersNamed, textOf } from "./read.ts";
import { type StepRecord, recordFailure } from "./record.ts";
import { isUnderLoad } from "./under-load.ts";

const kept = ["content-type", "server", "date", "x-request-id", "x-revision", "x-trace-id", "retry-after", "location", "via"];

/** A request that was sent. */
export interface Sent {
  /** Method and URL without its query. */
  request: string;
  traceparent: string;
  /** Epoch milliseconds by our clock. */
  atMs: number;
}

/**
 * Makes a response the step's evidence and proof of contact. A request that got no response, or a part of one, fails the step, checks
 * or not, unless it may fail.
 */
export function recordResponse(record: StepRecord, sent: Sent, response: Response, mayFail = false): void {
  const { request, traceparent } = sent;
  const { status, remote_ip, headers } = response;
  const isCut = cutOff(response) !== null;
  record.evidence = { request };
  record.recall = null;
  if (status === 0 && !mayFail) {
    recordFailure(record, `${request}: ${cutOff(response) ?? response.error}`, isCut ? null : networkErrorOf(response));
  }
  if (status === 0 && !isCut) return;
  if (isUnderLoad()) {
    record.revision = headerOf(response, "x-revision") ?? record.revision;
    record.recall = () => keepAnswer(record, request, response);
  } else {
    keepAnswer(record, request, response);
    addContact(record, { headers, remoteAddress: remote_ip, beganAtMs: beganAtMs(sent, response) }, traceparent);
  }
}

function keepAnswer(record: StepRecord, request: string, response: Response): void {
  const { status, remote_ip } = response;
  const body = textOf(response);
  record.evidence = { request, status, body, headers: headersOf(response) };
  if (remote_ip) record.evidence.remoteAddress = remote_ip;
  record.bytesReceived = (record.bytesReceived ?? 0) + byteLength(body);
  record.revision = headerOf(response, "x-revision") ?? record.revision;
}

/** When the answer to a request began to come, in epoch milliseconds: also right when nobody looked at it for a while. */
export function beganAtMs({ atMs }: Pick<Sent, "atMs">, { timings }: Pick<Response, "timings">): number {
  return atMs + timings.blocked + timings.sending + timings.waiting;
}

export function headersOf(response: { headers: Record<string, string> }): Record<string, string> {
  const found = headersNamed(response, kept);
  return found["location"] === undefined ? found : { ...found, location: withoutQuery(found["location"]) };
}

export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
}

/** DNS, TCP and TLS errors have codes from 1100 to 1399; without an address nothing was connected. */
export function networkErrorOf({ error, error_code, remote_ip }: Response): string | null {
  return !remote_ip || (error_code >= 1100 && error_code < 1400) ? error : null;
}
