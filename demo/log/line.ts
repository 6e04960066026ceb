import type { LogEntry } from "./log.ts";
import { masked } from "./masked.ts";

/** An entry as a line of JSON, in the form that Cloud Logging shows. `now` is in epoch milliseconds. Never throws. */
export function lineOf({ severity, service, revision, traceId, message, ...more }: LogEntry, now: number): string {
  const timestamp = new Date(now).toISOString();
  const known = { severity, timestamp, service, revision, trace_id: traceId ?? undefined, message };
  try {
    return `${JSON.stringify({ ...known, ...more, ...known }, masked)}\n`;
  } catch {
    return `${JSON.stringify(known, masked)}\n`;
  }
}
