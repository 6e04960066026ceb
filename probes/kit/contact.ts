import type { Contact } from "../../worker/contract/contact.ts";
import { headerOf, headersNamed } from "./read.ts";
import type { StepRecord } from "./record.ts";

/** What an answer says that shows who gave it, and when. */
const telling = ["server", "via", "date", "x-request-id", "x-revision", "x-trace-id"];
const maxAddresses = 5;

/** An answer, as far as it shows that the target was there. */
export interface Answer {
  /** Empty where they are not known: of a socket that opened, of an answer that was cut off. */
  headers: Record<string, string>;
  /** Empty where it is not known: sockets do not tell it. */
  remoteAddress: string;
  /** When it began to come, in epoch milliseconds by our clock; `null`: unknown. */
  beganAtMs: number | null;
}

/** Adds an answer to what shows that the step talked to the target. `traceparent` is what its request carried. */
export function addContact(record: StepRecord, { headers, remoteAddress, beganAtMs }: Answer, traceparent: string): void {
  const before: Contact = record.contact ?? none;
  const isNew = remoteAddress !== "" && !before.remoteAddresses.includes(remoteAddress);
  const isEcho = headerOf({ headers }, "x-trace-id") === traceIdOf(traceparent);
  record.contact = {
    answers: before.answers + 1,
    remoteAddresses: [...before.remoteAddresses, ...(isNew ? [remoteAddress] : [])].slice(0, maxAddresses),
    headers: Object.keys(headers).length > 0 ? headersNamed({ headers }, telling) : before.headers,
    traceEchoes: before.traceEchoes + (isEcho ? 1 : 0),
    serverDateMs: dateOf(headers) ?? before.serverDateMs,
    clockOffsetMs: clockOffsetOf(headers, beganAtMs) ?? before.clockOffsetMs,
  };
}

/**
 * The target's clock less ours in milliseconds. A `date` is whole seconds, cut and not rounded, so it stands for its middle; it was
 * written when the answer began to come, which for a slow one is long after the question. `null`: there is no date.
 */
export function clockOffsetOf(headers: Record<string, string>, beganAtMs: number | null): number | null {
  const dateMs = dateOf(headers);
  return dateMs === null || beganAtMs === null ? null : Math.round(dateMs + 500 - beganAtMs);
}

const none: Contact = {
  answers: 0,
  remoteAddresses: [],
  headers: {},
  traceEchoes: 0,
  serverDateMs: null,
  clockOffsetMs: null,
};

function dateOf(headers: Record<string, string>): number | null {
  const ms = Date.parse(headerOf({ headers }, "date") ?? "");
  return Number.isNaN(ms) ? null : ms;
}

/** Of `00-TRACE-SPAN-01`. */
function traceIdOf(traceparent: string): string | undefined {
  return traceparent.split("-")[1];
}
