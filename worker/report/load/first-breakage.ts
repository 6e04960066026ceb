import type { LoadError } from "../../contract/load.ts";
import { formatOffset, formatRate } from "./format.ts";
import type { LoadRecord } from "./load-report.ts";
import { labelOf } from "./load-rows.ts";
import { rateIn, slicesOf } from "./slices.ts";

/** What broke first. */
export interface FirstBreakage {
  /** Since the start of the run. */
  offsetMs: number;
  /** Iterations per second at that moment; `null`: unknown. */
  ratePerS: number | null;
  /** The step or journey. */
  label: string;
  /** The gate's words, or what kind of error it was. */
  what: string;
  /** `null`: it was slow and not wrong. */
  cause: string | null;
  /** What else broke in the same window. */
  also: string[];
}

/** The first broken gate of the run's course; where nobody looked for that, its first error. `null`: nothing broke. */
export function firstBreakage({ summary, windows }: LoadRecord): FirstBreakage | null {
  const broke = summary.knee?.broke;
  if (broke) {
    const { atMs, ratePerS, journey, step, gate, cause, also } = broke;
    return {
      offsetMs: atMs - summary.startedAtMs,
      ratePerS,
      label: labelOf(summary, journey, step),
      what: gate.text,
      cause,
      also,
    };
  }
  const [error] = summary.totals.errors.toSorted((a, b) => a.firstAtMs - b.firstAtMs);
  if (!error) return null;
  return {
    offsetMs: error.firstAtMs - summary.startedAtMs,
    ratePerS: rateAt({ summary, windows }, error),
    label: labelOf(summary, error.journey, error.step),
    what: `first ${nounOf[error.kind]}`,
    cause: error.example || error.cause,
    also: [],
  };
}

/** `after 1:05, at 42.0/s`. */
export function whenItBroke({ offsetMs, ratePerS }: FirstBreakage): string {
  return `after ${formatOffset(offsetMs)}${ratePerS === null ? "" : `, at ${formatRate(ratePerS)}`}`;
}

/** How much the target bears, in one sentence; `null`: the run did not look for it. */
export function kneeSentence({ summary: { knee } }: LoadRecord): string | null {
  if (!knee) return null;
  if (knee.ratePerS === null) return "No rate was found at which every gate was kept.";
  return knee.broke
    ? `Every gate was kept up to ${formatRate(knee.ratePerS)}.`
    : `Every gate was kept up to ${formatRate(knee.ratePerS)}, the highest rate tried: the knee is beyond.`;
}

const nounOf: Record<LoadError["kind"], string> = {
  step: "failed step",
  check: "failed check",
  request: "failed request",
  other: "error",
};

function rateAt(record: LoadRecord, { firstAtMs }: LoadError): number | null {
  const window = record.windows.find(({ startMs, durationMs }) => firstAtMs >= startMs && firstAtMs < startMs + durationMs);
  const [slice] = window ? slicesOf({ ...record, windows: [window] }) : [];
  return slice ? rateIn(slice) : null;
}
