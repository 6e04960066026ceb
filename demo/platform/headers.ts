import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Answer } from "../http/answer.ts";
import { traceIdOf } from "../http/trace.ts";
import { release } from "./release.ts";

/**
 * The headers of every answer that the application gives to a request with `headers`. The revision is the one before anything else was
 * deployed: an instance says its own.
 */
export function applicationHeaders({ traceparent }: IncomingHttpHeaders): Record<string, string> {
  const traceId = traceIdOf(traceparent);
  return {
    date: new Date().toUTCString(),
    server: "uvicorn",
    "x-request-id": randomUUID(),
    "x-revision": release.revision,
    ...(traceId === null ? {} : { "x-trace-id": traceId }),
    ...frontHeaders,
  };
}

/** What the front puts on answers that it passes on. */
const frontHeaders = { via: "1.1 front" } as const;

/** All headers of an answer. */
export function headersOf({ from, headers }: Answer, asked: IncomingHttpHeaders): Record<string, string> {
  return from === "application" ? { ...applicationHeaders(asked), ...headers } : headers;
}
