import { type StepEnd, markerMetadata, markers } from "../../worker/contract/markers.ts";
import type { K6Run } from "./run-k6.ts";

/** What the kit said at the end of each step, in order. */
function stepEnds({ points }: K6Run): StepEnd[] {
  return points
    .filter(({ metric }) => metric === markers.stepEnded)
    .map(({ metadata }) => JSON.parse(metadata[markerMetadata] ?? "null") as StepEnd);
}

export function stepEnd(run: K6Run, step: string): StepEnd {
  const end = stepEnds(run).find((candidate) => candidate.step === step);
  if (!end) throw new Error(`no end marker of the step "${step}"; k6 said:\n${run.logs}`);
  return end;
}

export function outcomes(run: K6Run): Record<string, string> {
  return Object.fromEntries(stepEnds(run).map(({ step, outcome }) => [step, outcome]));
}

/** Check name to what was seen when it failed; `null` for one that passed. */
export function checks({ points }: K6Run): Record<string, string | null> {
  return Object.fromEntries(
    points
      .filter(({ metric }) => metric === "checks")
      .map(({ tags, value, metadata }) => [tags["check"] ?? "", value === 1 ? null : observedOf(metadata[markerMetadata])]),
  );
}

function observedOf(document: string | undefined): string {
  return (JSON.parse(document ?? '{"observed":"no metadata"}') as { observed: string }).observed;
}
