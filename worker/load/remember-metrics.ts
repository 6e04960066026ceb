import { copyOf } from "./remember-tags.ts";

/** How the lines of a metric's samples begin, up to their time. */
export interface Beginning {
  text: string;
  metric: string;
  isSkipped: boolean;
}

const beforeMetric = '{"metric":"';
const afterMetric = '","type":"Point","data":{"time":"';
/** Of k6's own: no escape can hide in them. */
const plainName = /^\w+$/;
const mostMetrics = 500;

/** Finds how a line begins; `null` when no sample's line begins like that. */
export function createMetricMemory(skip: ReadonlySet<string>): (line: string) => Beginning | null {
  const known = new Map<number, Beginning>();
  return (line) => {
    const end = line.indexOf('"', beforeMetric.length);
    const key = (end << 20) ^ (line.charCodeAt(end - 6) << 10) ^ (line.charCodeAt(end - 4) << 5) ^ line.charCodeAt(end - 1);
    const found = known.get(key);
    if (found !== undefined && line.startsWith(found.text)) return found;
    const metric = line.slice(beforeMetric.length, end);
    const text = `${beforeMetric}${metric}${afterMetric}`;
    if (!plainName.test(metric) || !line.startsWith(text)) return null;
    const beginning = { text: copyOf(text), metric: copyOf(metric), isSkipped: skip.has(metric) };
    if (known.size < mostMetrics) known.set(key, beginning);
    return beginning;
  };
}
