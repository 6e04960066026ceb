import type { Point } from "../contract/measurements.ts";
import { type RollupSpan, rollupSpans } from "../contract/rollup.ts";
import { makePoint } from "./make-point.ts";
import { nsOfMs } from "./timestamp.ts";

export interface Span {
  span: RollupSpan;
  /** Epoch milliseconds. */
  fromMs: number;
}

/** A roll-up at the start of its span. */
export function rollupPoint(
  of: "probe_run" | "probe_step" | "probe_measure",
  tags: Record<string, string>,
  { span, fromMs }: Span,
  fields: (form: "sparse" | "full") => Record<string, number | null>,
): Point {
  const form = isFull(tags, span, fromMs) ? "full" : "sparse";
  return makePoint({ measurement: `${of}_${span}`, tags, fields: fields(form), timestampNs: nsOfMs(fromMs) });
}

const fullEvery = { "5m": 12, "1h": 6 } as const satisfies Record<RollupSpan, number>;

/**
 * Most buckets of a span are empty, and InfluxQL reads every value: without them a percentile takes a third of the time. But a field
 * that a measurement never had is null to InfluxQL, whatever `fill` says, so every twelfth point of a series at five minutes has all,
 * and every sixth at hours. Which ones follows from the series, so that there soon is one (test: roll-up.test.ts).
 */
function isFull(tags: Record<string, string>, span: RollupSpan, fromMs: number): boolean {
  const letters = Object.values(tags).join(",");
  let place = 0;
  for (let index = 0; index < letters.length; index++) place = (place * 31 + letters.charCodeAt(index)) % 60;
  return (fromMs / rollupSpans[span] + place) % fullEvery[span] === 0;
}
