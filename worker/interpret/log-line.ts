import { z } from "zod";
import type { LogLine } from "../contract/run.ts";
import { json } from "./output-line.ts";

/** What a line of k6's log means for the run. */
export type LogMeaning =
  | { kind: "exception"; text: string }
  | { kind: "failure"; text: string }
  | { kind: "abort"; text: string }
  | { kind: "thresholds"; metrics: string[] }
  | { kind: "error"; text: string }
  | { kind: "note" };

const schema = z.object({
  level: z.string(),
  msg: z.string(),
  time: z.string().optional(),
  source: z.string().optional(),
  hint: z.string().optional(),
  error: z.string().optional(),
});

const maxMessageLength = 2_000;

/** Reads one line of `--log-format=json`; a line in another form (a Go panic) is kept as it is, as an error. */
export function parseLog(line: string): { line: LogLine; meaning: LogMeaning } {
  const parsed = schema.safeParse(json(line));
  if (!parsed.success) {
    return { line: { level: "error", message: cut(line), atMs: 0 }, meaning: { kind: "error", text: cut(line) } };
  }
  const { level, msg, time, error } = parsed.data;
  const atMs = Date.parse(time ?? "");
  return {
    line: { level, message: cut(error ? `${msg}: ${error}` : msg).trimEnd(), atMs: Number.isNaN(atMs) ? 0 : atMs },
    meaning: meaningOf(parsed.data),
  };
}

function meaningOf({ level, msg, source, hint }: z.infer<typeof schema>): LogMeaning {
  if (level !== "error" || source === "console") return { kind: "note" };
  const crossed = /^thresholds on metrics '(.+)' have been crossed$/.exec(msg)?.[1];
  if (crossed) return { kind: "thresholds", metrics: crossed.split(", ") };
  const failed = /^test marked as failed: ([\s\S]*)$/.exec(msg)?.[1];
  if (failed !== undefined) return { kind: "failure", text: cut(failed) };
  if (msg.startsWith("test run was marked as failed")) return { kind: "failure", text: "exec.test.fail()" };
  const aborted = /test aborted: ([\s\S]*)$/.exec(msg)?.[1];
  if (aborted !== undefined) return { kind: "abort", text: cut(aborted) };
  const isException = source === "stacktrace" || hint === "script exception" || msg.startsWith("Uncaught (in promise)");
  if (!isException) return { kind: "error", text: cut(msg) };
  const text = exceptionText(msg);
  return /modules\/k6\.\(\*K6\)\.Fail/.test(msg) ? { kind: "failure", text } : { kind: "exception", text };
}

/** `cannot parse json … (chat.ts:12)`: what was thrown and the first line of the script in its stack. */
function exceptionText(msg: string): string {
  const [head = "", ...stack] = msg.split("\n");
  const thrown = head.replace(/^Uncaught \(in promise\) /, "").replace(/^GoError: /, "");
  const place = /\(?file:\/\/(?:\S*\/)?([^\s/]+?):(\d+):\d+/.exec(stack.join("\n"));
  return cut(place && place[1] !== "-" ? `${thrown} (${place[1]}:${place[2]})` : thrown);
}

function cut(text: string): string {
  return text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)} … (${text.length} characters)` : text;
}
