import { markerMetadata } from "../contract/markers.ts";
import { type LoadSample, type Tags, parsed, sampleOf } from "./line-sample.ts";
import { createTimeReader } from "./read-time.ts";
import { createMetricMemory } from "./remember-metrics.ts";
import { createTagMemory } from "./remember-tags.ts";

/** `"skipped"`: begins like a sample of a metric that nobody wants; the rest was not looked at. `null`: not what k6 writes. */
export type LineRead = LoadSample | "metric" | "skipped" | null;

export type ReadLine = (line: string) => LineRead;

const beforeValue = '","value":';
const beforeTags = ',"tags":';
const beforeDocument = `,"metadata":{"${markerMetadata}":`;
/** Closes data and line. */
const end = "}}";
/** Closes metadata, data and line. */
const endAfterDocument = "}}}";

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Makes the reader of one run's `k6 run --out json`: several times faster than `JSON.parse` and a schema, and right about the same
 * lines. What stands between the fixed parts that k6 writes is a number by JSON's own grammar, a time, and a tag set that `JSON.parse`
 * has read before, so that the line as a whole is JSON too. Every line that is written differently goes through `JSON.parse` whole.
 * Lines of the metrics in `skip` are told by their beginning alone.
 */
export function createLineReader({ skip = new Set() }: { skip?: ReadonlySet<string> } = {}): ReadLine {
  const readTime = createTimeReader();
  const beginningOf = createMetricMemory(skip);
  const memory = createTagMemory();

  function readQuickly(line: string): LineRead {
    const beginning = beginningOf(line);
    if (beginning === null) return null;
    if (beginning.isSkipped) return "skipped";
    const timeStart = beginning.text.length;
    const timeEnd = line.indexOf('"', timeStart);
    if (!line.startsWith(beforeValue, timeEnd)) return null;
    const valueStart = timeEnd + beforeValue.length;
    const valueEnd = line.indexOf(",", valueStart);
    if (!line.startsWith(beforeTags, valueEnd)) return null;
    const value = numberOf(line.slice(valueStart, valueEnd));
    const atMs = readTime(line, timeStart, timeEnd);
    if (value === null || atMs === null) return null;
    const { metric } = beginning;
    const tagsStart = valueEnd + beforeTags.length;
    const tags = line.endsWith(end) ? memory.find(line, tagsStart, line.length - end.length) : null;
    if (tags !== null) return { metric, atMs, value, tags, document: null };
    const rest = readRest(line, tagsStart);
    return rest && { metric, atMs, value, tags: rest.tags, document: rest.document };
  }

  /** A new series, or a sample with a document. */
  function readRest(line: string, tagsStart: number): { tags: Tags; document: string | null } | null {
    // In JSON text a quote inside of a string is escaped, so that this cannot be part of a tag.
    const joint = line.indexOf(beforeDocument, tagsStart);
    if (joint < 0) {
      const tags = line.endsWith(end) ? memory.learn(line.slice(tagsStart, -end.length)) : null;
      return tags && { tags, document: null };
    }
    if (!line.endsWith(endAfterDocument)) return null;
    const tags = memory.find(line, tagsStart, joint) ?? memory.learn(line.slice(tagsStart, joint));
    const document = parsed(line.slice(joint + beforeDocument.length, -endAfterDocument.length));
    return tags && typeof document === "string" ? { tags, document } : null;
  }

  return (line) => {
    const text = line.charCodeAt(line.length - 1) === 0x0d ? line.slice(0, -1) : line;
    return readQuickly(text) ?? sampleOf(text, readTime);
  };
}

function numberOf(text: string): number | null {
  if (!jsonNumber.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
