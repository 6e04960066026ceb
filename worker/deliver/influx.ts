import { setImmediate as pause } from "node:timers/promises";
import type { InfluxSettings } from "../contract/config.ts";
import type { Point } from "../contract/measurements.ts";
import { printable } from "../kit/printable.ts";
import type { Redactor } from "../kit/redact.ts";
import { type Answer, type WriteOutcome, outcomeOf } from "./answer.ts";
import { lineOf } from "./line.ts";
import { policyOf } from "./policy-of.ts";
import { readSome } from "./read-some.ts";

export interface Writer {
  /** Sends points in one request, into the retention policy of the first. Never rejects; `signal` ends it early. */
  write(points: readonly Point[], signal?: AbortSignal): Promise<WriteOutcome>;
}

export interface WriterOutside {
  fetch: typeof globalThis.fetch;
  now: () => number;
}

const linesAtOnce = 250;
const longestAnswer = 16_384;
const longestReason = 500;

/**
 * Writes to `/write` of InfluxDB 1.x. The `influx` package makes the lines; the request is our own, because the package's
 * `writePoints` takes any 2xx for written, never settles on half an answer, keeps status and Retry-After of a 5xx to itself, and
 * puts the credentials into its errors (test: deliver.test.ts).
 */
export function createWriter(
  settings: InfluxSettings,
  redactor: Redactor,
  { fetch, now }: WriterOutside = { fetch: globalThis.fetch, now: Date.now },
): Writer {
  const urlFor = (policy: string | null) =>
    `${settings.url.replace(/\/+$/, "")}/write?${new URLSearchParams({
      db: settings.database,
      precision: "ns",
      ...(policy === null ? {} : { rp: policy }),
    })}`;
  const headers = { "content-type": "text/plain; charset=utf-8", ...credentials(settings, redactor) };
  const clean = (reason: string) => printable(redactor.text(reason), longestReason);

  async function send(url: string, body: string, signal: AbortSignal): Promise<Answer> {
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    const text = response.status === 204 ? "" : await readSome(response.body, longestAnswer);
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: text };
  }

  return {
    async write(points, signal) {
      const lines = await encode(points);
      if (typeof lines !== "string") return { kind: "unacceptable", reason: clean(lines.wrong) };
      const url = urlFor(points[0] ? policyOf(points[0].measurement) : null);
      const timeout = AbortSignal.timeout(settings.timeoutMs);
      try {
        const outcome = outcomeOf(await send(url, lines, signal ? AbortSignal.any([signal, timeout]) : timeout), now());
        return outcome.kind === "written" ? outcome : { ...outcome, reason: clean(outcome.reason) };
      } catch (error) {
        const reason = timeout.aborted ? `InfluxDB did not answer within ${settings.timeoutMs} ms` : unreachable(error);
        return { kind: "try-again", reason: clean(reason), retryAfterMs: null };
      }
    },
  };
}

/** HTTP Basic, as every version answers it; the redactor learns what is in it. */
function credentials({ username, password }: InfluxSettings, redactor: Redactor): { authorization?: string } {
  if (username === null) return {};
  const basic = Buffer.from(`${username}:${password ?? ""}`).toString("base64");
  redactor.add(password ?? "");
  redactor.add(basic);
  return { authorization: `Basic ${basic}` };
}

/** In slices, so that a large batch never holds up a scheduled start. */
async function encode(points: readonly Point[]): Promise<string | { wrong: string }> {
  const lines: string[] = [];
  try {
    for (let start = 0; start < points.length; start += linesAtOnce) {
      if (start > 0) await pause();
      for (const point of points.slice(start, start + linesAtOnce)) lines.push(lineOf(point));
    }
    return lines.join("\n");
  } catch (error) {
    return {
      wrong: `not sent, because it is no point of this version of Sonde: ${error instanceof Error ? error.message : "unknown"}`,
    };
  }
}

/** `fetch` hides what happened in its cause. */
function unreachable(error: unknown): string {
  if (!(error instanceof Error)) return "no answer from InfluxDB";
  const { cause } = error;
  const detail = cause instanceof Error ? cause.message || ("code" in cause ? String(cause.code) : cause.name) : error.message;
  return `no answer from InfluxDB: ${detail}`;
}
