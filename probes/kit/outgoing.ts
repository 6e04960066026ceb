import type { ReadSecret } from "./secrets.ts";
import type { RunSettings } from "./env.ts";
import { traceparent } from "./trace.ts";

/** The headers of one more request: a trace parent of its own, the run, who asks, and what the target wants. */
export type OutgoingHeaders = () => Record<string, string>;

/** Reads the target's secret headers once, for all requests of the journey. Rejects when a secret is not set. */
export async function outgoingHeaders(
  { runId, traceId, userAgent, target }: RunSettings,
  secret: ReadSecret,
): Promise<OutgoingHeaders> {
  const secretHeaders: Record<string, string> = {};
  for (const [header, name] of Object.entries(target.secretHeaders)) secretHeaders[header] = await secret(name);
  return () => ({
    "User-Agent": userAgent,
    "x-sonde-run": runId,
    traceparent: traceparent(traceId),
    ...target.headers,
    ...secretHeaders,
  });
}
