import { z } from "zod";
import type { LogLine } from "../contract/run.ts";
import { json } from "./output-line.ts";

/** What a line of k6's log means for the run. */
export type LogMeaning =
  | { kind: "exception"; text: string }
  | { kind: "failure"; text: string }
  | { kind: "abort"; text: string }
  | { kind: "thresholds"; metrics: string[] }
  /** Any other error that k6 logged. */
  | { kind: "error" }
  /** A line that is no JSON: the first of a Go panic tells what happened, the rest where. */
  | { kind: "raw" }
  | { kind: "note" };

const maxMessageLength = 2_000;

const schema = z.object({
  level: z.string(),
  msg: z.string(),
  time: z.string().optional(),
  source: z.string().optional(),
  hint: z.string().optional(),
  error: z.string().optional(),
});

/** Reads one line of `--log-format=json`; a line in another form (a Go panic) is kept as it is, as an error. */
export function parseLog(line: string): { line: LogLine; meaning: LogMeaning } {
  const read = json(line);
  const parsed = read === undefined ? null : schema.safeParse(read);
  if (!parsed?.success) return { line: { level: "error", message: cut(line), atMs: 0 }, meaning: { kind: "raw" } };
  const { level, msg, time, error } = parsed.data;
  const atMs = Date.parse(time ?? "");
  return {
    line: { level, message: cut(error ? `${msg}: ${error}` : msg).trimEnd(), atMs: Number.isNaN(atMs) ? 0 : atMs },
    meaning: meaningOf(parsed.data),
  };
}

function meaningOf({ level, msg, source, hint }: z.infer<typeof schema>): LogMeaning {
  if (level !== "error" || source === "console") return { kind: "note" };
  const crossed = /^thresholds on metrics '(.+)' (?:have been|were) crossed/.exec(msg)?.[1];
  if (crossed) return { kind: "thresholds", metrics: crossed.split(", ") };
  const failed = /^test marked as failed: ([\s\S]*)$/.exec(msg)?.[1];
  if (failed !== undefined) return { kind: "failure", text: cut(failed) };
  if (msg.startsWith("test run was marked as failed")) return { kind: "failure", text: "exec.test.fail()" };
  const aborted = /test aborted: ([\s\S]*)$/.exec(msg)?.[1];
  if (aborted !== undefined) return { kind: "abort", text: abortText(aborted) };
  const isException = source === "stacktrace" || hint === "script exception" || msg.startsWith("Uncaught (in promise)");
  if (!isException) return { kind: "error" };
  const text = exceptionText(msg);
  return /modules\/k6\.\(\*K6\)\.Fail/.test(msg) ? { kind: "failure", text } : { kind: "exception", text };
}

/** `cannot parse json … (chat.ts:12)`: what was thrown and the first line of the script in its stack. */
function exceptionText(msg: string): string {
  const [head = "", ...stack] = msg.split("\n");
  const thrown = head.replace(/^Uncaught \(in promise\) /, "").replace(/^GoError: /, "");
  return withPlace(thrown, stack.join("\n"));
}

/** k6 puts the place on the same line: `give up at default (file:///chat.js:2:101(21))`. */
function abortText(text: string): string {
  const [, reason = text, place = ""] = /^([\s\S]*?) at ((?:\S+ )?\(?file:\/\/\S+)$/.exec(text) ?? [];
  return withPlace(reason, place);
}

function withPlace(text: string, stack: string): string {
  const place = /\(?file:\/\/(?:\S*\/)?([^\s/]+?):(\d+):\d+/.exec(stack);
  return cut(place && place[1] !== "-" ? `${text} (${place[1]}:${place[2]})` : text);
}

function cut(text: string): string {
  return text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)} … (${text.length} characters)` : text;
}
