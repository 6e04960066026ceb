import { z } from "zod";

const tags = z.record(z.string(), z.string());

/** One line of `k6 run --out json=-`: a sample, or the announcement of a metric. */
const lineSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("Point"),
    metric: z.string(),
    data: z.object({ time: z.string(), value: z.number(), tags: tags.nullish(), metadata: tags.nullish() }),
  }),
  z.object({ type: z.literal("Metric"), metric: z.string() }),
]);

export interface Sample {
  metric: string;
  atMs: number;
  value: number;
  tags: Record<string, string>;
  metadata: Record<string, string>;
}

/** Far above what k6 and the kit write: the largest evidence has some ten thousand characters. */
const maxLineLength = 1_048_576;

/** Reads one line: a sample, `"metric"` for an announcement, `null` when it is not what k6 writes. */
export function parseLine(line: string): Sample | "metric" | null {
  if (line.length > maxLineLength) return null;
  const read = json(line);
  const parsed = read === undefined ? null : lineSchema.safeParse(read);
  if (!parsed?.success) return null;
  if (parsed.data.type === "Metric") return "metric";
  const { metric, data } = parsed.data;
  const atMs = Date.parse(data.time);
  if (Number.isNaN(atMs)) return null;
  return { metric, atMs, value: data.value, tags: data.tags ?? {}, metadata: data.metadata ?? {} };
}

/** What a JSON object says; `undefined` of anything else, quickly: a flood of garbage must not hold up the worker. */
export function json(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
