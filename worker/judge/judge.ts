import type { Step } from "../contract/run.ts";
import type { Blame, Verdict } from "../contract/words.ts";
import type { Case, Finding } from "./case.ts";
import { wasCutOff } from "./cut-off.ts";
import { rows } from "./rows.ts";
import { judgeSteps } from "./step.ts";

export { isUnanswered } from "./unanswered.ts";

export interface Judgement {
  verdict: Verdict;
  blame: Blame | null;
  /** One sentence with what was seen; `null` when up. */
  cause: string | null;
  failedStep: string | null;
  steps: Step[];
}

/** Gives the verdict by strict rules: `down` never rests on k6's exit code, `up` never comes without checks. */
export function judge(given: Case): Judgement {
  const facts = { ...given, steps: judgeSteps(given.observed, given, wasCutOff(given.result)) };
  for (const row of rows) {
    const finding = row(facts);
    if (finding) return judgementOf(finding, facts.steps);
  }
  return { verdict: "up", blame: null, cause: null, failedStep: null, steps: facts.steps };
}

function judgementOf({ verdict, blame, cause, step }: Finding, steps: Step[]): Judgement {
  if (!step) return { verdict, blame, cause, failedStep: null, steps };
  const told = `${step.name}: ${cause ?? "failed"}`;
  return {
    verdict,
    blame,
    cause: told,
    failedStep: step.name,
    steps: verdict === "down" ? withFailed(step, cause, steps) : steps,
  };
}

/** The step that a `down` run is blamed on has failed, whatever it looked like by itself. */
function withFailed(failed: Step, cause: string | null, steps: Step[]): Step[] {
  return steps.map((step) => (step === failed ? { ...step, outcome: "failed", cause } : step));
}
