import { markerMetadata } from "../contract/markers.ts";
import type { ReadTime } from "./read-time.ts";

export type Tags = Readonly<Record<string, string>>;

/** One measurement that k6 took. */
export interface LoadSample {
  metric: string;
  /** Epoch milliseconds with fraction. */
  atMs: number;
  value: number;
  /** One object for all samples of a series: never to be changed. */
  tags: Tags;
  /** The kit's document, as JSON; `null`: the sample carries none. */
  document: string | null;
}

/** Far above what k6 and the kit write: the largest evidence has some ten thousand characters. */
const maxLineLength = 1_048_576;

/** Reads any line through `JSON.parse`: a sample, `"metric"` for an announcement, `null` when it is not what k6 writes. */
export function sampleOf(line: string, readTime: ReadTime): LoadSample | "metric" | null {
  if (line.length > maxLineLength || !line.trimStart().startsWith("{")) return null;
  const read = parsed(line);
  if (!isObject(read) || typeof read["metric"] !== "string") return null;
  if (read["type"] === "Metric") return "metric";
  if (read["type"] !== "Point" || !isObject(read["data"])) return null;
  const { time, value, tags, metadata } = read["data"];
  if (typeof time !== "string" || typeof value !== "number" || !Number.isFinite(value)) return null;
  if (!isAbsent(tags) && !isTags(tags)) return null;
  if (!isAbsent(metadata) && !isTags(metadata)) return null;
  const atMs = readTime(time, 0, time.length) ?? Date.parse(time);
  if (Number.isNaN(atMs)) return null;
  const document = isAbsent(metadata) ? null : (ownText(metadata, markerMetadata) ?? null);
  return { metric: read["metric"], atMs, value, tags: tags ?? {}, document };
}

/** `undefined` of what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isTags(value: unknown): value is Tags {
  return isObject(value) && Object.values(value).every((tag) => typeof tag === "string");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function ownText(record: Tags, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
