import { type StepEnd, markerMetadata, markers } from "../contract/markers.ts";

/** A fixed instant, as k6 writes it. */
export const time = "2026-01-01T00:00:00.500Z";
export const atMs = Date.parse(time);

type Tags = Record<string, string>;

/** One line of `k6 run --out json`, for tests. */
export function pointLine(metric: string, value: unknown, tags: Tags = {}, document?: unknown): string {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const metadata = document === undefined ? {} : { metadata: { [markerMetadata]: text } };
  return JSON.stringify({
    metric,
    data: { time, value, tags: { group: "", scenario: "default", ...tags }, ...metadata },
    type: "Point",
  });
}

export const metricLine = (metric: string) =>
  JSON.stringify({
    type: "Metric",
    data: { name: metric, type: "trend", contains: "time", thresholds: [], submetrics: null },
    metric,
  });

export const startLine = (step: string) => pointLine(markers.stepStarted, 1, { step });

export function endLine(step: string, given: Partial<StepEnd> = {}): string {
  return pointLine(markers.stepEnded, given.durationMs ?? 120, { step }, stepEnd(step, given));
}

export function stepEnd(step: string, given: Partial<StepEnd> = {}): StepEnd {
  return {
    step,
    outcome: "passed",
    durationMs: 120,
    reason: null,
    exception: null,
    network: null,
    evidence: {},
    measures: {},
    bytesReceived: null,
    revision: null,
    contact: null,
    ...given,
  };
}

export const journeyEndLine = () => pointLine(markers.journeyEnded, 1);

export const secretLine = (document: unknown) => pointLine(markers.secret, 1, {}, document);

export const leftoverLine = (change: "created" | "removed", document: unknown) => pointLine(markers[change], 1, {}, document);

/** A failed check of the kit's carries what was seen instead. */
export function checkLine(check: string, passed: boolean, tags: Tags = {}, observed?: string): string {
  return pointLine("checks", passed ? 1 : 0, { check, ...tags }, observed === undefined ? undefined : { observed });
}

export function requestLine(given: Tags = {}, durationMs = 110): string {
  const name = given["name"] ?? "http://127.0.0.1:4000/ok";
  return pointLine("http_req_duration", durationMs, { method: "GET", name, url: name, status: "200", ...given });
}

export const socketLine = (given: Tags = {}, durationMs = 0.2) =>
  pointLine("ws_connecting", durationMs, { url: "ws://127.0.0.1:4000/ws", name: "ws://127.0.0.1:4000/ws", ...given });

/** One line of `--log-format=json`. */
export function logLine(msg: unknown, given: Record<string, unknown> = {}): string {
  return JSON.stringify({ time, level: "error", msg, ...given });
}

/** An uncaught exception, as k6 logs it. */
export const exceptionLine = (thrown: string) =>
  logLine(`${thrown}\n\tat chat_default (file:///sonde/probes/chat.ts:12:8(20))\n`, {
    executor: "per-vu-iterations",
    scenario: "default",
    source: "stacktrace",
  });
