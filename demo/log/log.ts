/** What the platform's services write about themselves, for whoever looks for a cause behind an answer. */
export interface Log {
  write(entry: LogEntry): void;
}

export type Severity = "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";

export interface LogEntry {
  severity: Severity;
  service: "auth" | "backend" | "front";
  /** Which deployment of the service said it. */
  revision?: string;
  /** Of the request that it is about, as its `traceparent` had it. */
  traceId?: string | null;
  message: string;
  /** JSON values that belong to it: status, milliseconds, attempt. */
  [more: string]: unknown;
}

/** Where nobody reads. */
export const silentLog: Log = { write: () => undefined };
