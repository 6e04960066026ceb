import type { GateResult, LoadSummary, LoadVerdict } from "../../contract/load.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { formatDuration } from "../../kit/duration.ts";
import { formatCount, formatRate, plural } from "./format.ts";
import { measuredSeconds } from "./load-rows.ts";

/** One sentence that says how the run came out. */
export function headline(summary: LoadSummary): string {
  switch (summary.verdict) {
    case "passed":
      return summary.gates.length === 0 ? "There were no gates to break." : allKept(summary);
    case "failed":
      return brokenGates(summary).length === 0 ? "It did not hold." : `${broken(summary)} broke.`;
    case "invalid":
      return "The load generator set the limit and not the target, so nothing is known.";
    case "interrupted":
      return `It was ended after ${formatDuration(summary.endedAtMs - summary.startedAtMs)}, before its time.`;
    default:
      return exhaustive(summary.verdict);
  }
}

/** How much load there was, in one sentence. */
export function loadSentence(summary: LoadSummary): string {
  const seconds = measuredSeconds(summary);
  const journeys = summary.totals.journeys;
  const iterations = sum(journeys.map((journey) => journey.iterations));
  const requests = sum(journeys.map((journey) => journey.requests));
  const dropped = sum(journeys.map((journey) => journey.droppedIterations));
  if (summary.totals.samples === 0) return "No sample was taken.";
  return [
    plural(iterations, "iteration"),
    ` with ${plural(requests, "request")}`,
    seconds === null ? "" : ` in ${formatDuration(seconds * 1_000)}, ${formatRate(iterations / seconds)} on average`,
    !summary.totals.vus ? "" : `, by up to ${plural(summary.totals.vus, "VU")}`,
    dropped === 0 ? "." : `. ${plural(dropped, "iteration")} could not begin, because no VU was free.`,
  ].join("");
}

/** What broke and what was not measured first, then what was kept; each in the order of the configuration. */
export function gatesByUrgency({ gates }: LoadSummary): GateResult[] {
  const rank = { broken: 0, "no-samples": 1, kept: 2 } as const;
  return gates.toSorted((a, b) => rank[a.outcome] - rank[b.outcome]);
}

export function brokenGates({ gates }: LoadSummary): GateResult[] {
  return gates.filter(({ outcome }) => outcome !== "kept");
}

/** A sign beside the word, for those who do not see colours. */
export const signOf: Record<LoadVerdict, string> = { passed: "✓", failed: "✗", invalid: "?", interrupted: "■" };

export const signOfGate: Record<GateResult["outcome"], string> = { kept: "✓", broken: "✗", "no-samples": "?" };

export const wordOfGate: Record<GateResult["outcome"], string> = { kept: "kept", broken: "broken", "no-samples": "no samples" };

function allKept({ gates }: LoadSummary): string {
  return gates.length === 1 ? "The gate was kept." : `All ${formatCount(gates.length)} gates were kept.`;
}

function broken(summary: LoadSummary): string {
  return `${brokenGates(summary).length} of ${plural(summary.gates.length, "gate")}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
