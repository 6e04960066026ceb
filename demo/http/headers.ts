import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { release } from "../platform/release.ts";
import type { Answer } from "./answer.ts";
import { traceIdOf } from "./trace.ts";

/** The headers of every answer that the application gives to a request with `headers`. */
export function applicationHeaders({ traceparent }: IncomingHttpHeaders): Record<string, string> {
  const traceId = traceIdOf(traceparent);
  return { "x-request-id": randomUUID(), "x-revision": release.revision, ...(traceId === null ? {} : { "x-trace-id": traceId }) };
}

/** All headers of an answer. */
export function headersOf({ from, headers }: Answer, asked: IncomingHttpHeaders): Record<string, string> {
  return from === "application" ? { ...applicationHeaders(asked), ...headers } : headers;
}
