import type { Contact } from "../contract/contact.ts";

const maxAddresses = 5;
const maxAddressLength = 100;
const maxHeaders = 20;
const maxHeaderLength = 200;

export function noContact(): Contact {
  return { answers: 0, remoteAddresses: [], headers: {}, traceEchoes: 0, serverDateMs: null, clockOffsetMs: null };
}

/** What two parts of a run show together: the later one has the last word on headers, date and clock. */
export function mergeContact(before: Contact, later: Contact): Contact {
  const hasHeaders = Object.keys(later.headers).length > 0;
  return {
    answers: before.answers + later.answers,
    remoteAddresses: addAddresses(before.remoteAddresses, later.remoteAddresses),
    headers: hasHeaders ? withinBounds(later.headers) : before.headers,
    traceEchoes: before.traceEchoes + later.traceEchoes,
    serverDateMs: later.serverDateMs ?? before.serverDateMs,
    clockOffsetMs: later.clockOffsetMs ?? before.clockOffsetMs,
  };
}

/**
 * The same with what k6's own samples say, which no script can make up or leave out: a plain one reports no contact, and a step that
 * was cut off not the answers that it had.
 */
export function withSamples(contact: Contact, seen: { responses: number; addresses: readonly string[] }): Contact {
  return {
    ...contact,
    answers: Math.max(contact.answers, seen.responses),
    remoteAddresses: addAddresses(contact.remoteAddresses, seen.addresses),
  };
}

function addAddresses(known: readonly string[], more: readonly string[]): string[] {
  const cut = more.map((address) => address.slice(0, maxAddressLength));
  return [...new Set([...known, ...cut])].slice(0, maxAddresses);
}

function withinBounds(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).slice(0, maxHeaders);
  return Object.fromEntries(kept.map(([name, value]) => [name.slice(0, maxHeaderLength), value.slice(0, maxHeaderLength)]));
}
