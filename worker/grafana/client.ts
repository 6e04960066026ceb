import { printable } from "../kit/printable.ts";
import type { Redactor } from "../kit/redact.ts";
import { type Answer, explain, wordsOf } from "./explain.ts";
import { GrafanaError } from "./grafana-error.ts";

export interface GrafanaSettings {
  /** Base address, with the sub-path where Grafana is served below one, without a slash at the end. */
  url: string;
  /** Of a service account. */
  token: string;
  /** Of one request. */
  timeoutMs: number;
}

/** Grafana's HTTP API. Every call rejects with a `GrafanaError` that says what to do, and never holds the token. */
export interface Grafana {
  url: string;
  /** The JSON that was answered, or `null` where there is no such thing. */
  get(path: string): Promise<unknown>;
  /** The status with the JSON that was answered: of those that are expected besides success. */
  post(path: string, body: unknown, expected: readonly number[]): Promise<{ status: number; body: unknown }>;
}

const longestReason = 300;
/** A dashboard has some 100 kB. */
const longestAnswer = 20_000_000;

export function createGrafana({ url, token, timeoutMs }: GrafanaSettings, redactor: Redactor): Grafana {
  redactor.add(token);
  const clean = (text: string) => printable(redactor.text(text), longestReason);

  async function ask(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // A redirect leads to a page for people, and the token would go along.
        redirect: "manual",
        signal: timeout,
      });
      const text = await response.text();
      if (text.length > longestAnswer) throw new GrafanaError("mistake", `${method} ${path}: more than 20 MB were answered`);
      return { method, path, status: response.status, location: response.headers.get("location"), text };
    } catch (error) {
      if (error instanceof GrafanaError) throw error;
      throw new GrafanaError("passing", clean(timeout.aborted ? tooLong(url, timeoutMs) : unreachable(url, error)));
    }
  }

  return {
    url,
    async get(path) {
      const answer = await ask("GET", path);
      const words = wordsOf(answer.text);
      if (answer.status === 404 && words !== null) return null;
      if (answer.status !== 200 || words === null) throw refusal(answer);
      return words;
    },
    async post(path, body, expected) {
      const answer = await ask("POST", path, body);
      const words = wordsOf(answer.text);
      const isExpected = answer.status === 200 || expected.includes(answer.status);
      if (!isExpected || words === null) throw refusal(answer);
      return { status: answer.status, body: words };
    },
  };

  function refusal(answer: Answer): GrafanaError {
    const { kind, sentence } = explain(answer, url);
    return new GrafanaError(kind, clean(sentence));
  }
}

function tooLong(url: string, timeoutMs: number): string {
  return `Grafana at ${url} did not answer within ${timeoutMs / 1_000} s.`;
}

/** `fetch` hides what happened in its cause. */
function unreachable(url: string, error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  const detail = cause instanceof Error ? cause.message || cause.name : error instanceof Error ? error.message : "no answer";
  return `Grafana at ${url} cannot be reached: ${detail}`;
}
