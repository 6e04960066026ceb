import type { RunResult } from "../../worker/contract/result.ts";
import { type Interpreter, createInterpreter } from "../../worker/interpret/interpreter.ts";
import { isUnanswered, type Judgement, judge } from "../../worker/judge/judge.ts";
import type { Inspection } from "../../worker/k6/inspect.ts";
import type { VerdictCase } from "./verdict-cases.ts";

/** All there is of a run before it is judged. */
export interface Recording {
  inspection: Inspection;
  result: RunResult;
  samples: string[];
  logs: string[];
}

/** Interprets and judges a run, fresh from k6 or recorded. `host` is what `{server}` stands for. */
export function judgeCase({ setting }: VerdictCase, { inspection, result, samples, logs }: Recording, host: string) {
  const interpreter = interpreterFor(inspection);
  for (const line of logs) interpreter.log(line);
  for (const line of samples) interpreter.sample(line);
  const observed = interpreter.finish();
  const budgets = Object.fromEntries(
    Object.entries(setting.budgets ?? {}).map(([step, ms]) => [step.replace("{server}", host), ms]),
  );
  const canaryReached = isUnanswered(observed) ? (setting.canaryReached ?? null) : null;
  return told(judge({ result, observed, declaration: inspection.declaration, budgets, budgetMs: null, canaryReached }), host);
}

export function interpreterFor({ declaration, singleIteration, thresholds }: Inspection): Interpreter {
  return createInterpreter({
    endsAtMarker: declaration !== null && singleIteration,
    thresholds,
    learnSecret: () => undefined,
    noteLeftover: () => undefined,
  });
}

/** The part of a judgement that a case speaks of. */
function told({ verdict, blame, cause, failedStep, steps }: Judgement, host: string) {
  const general = (text: string) => text.replaceAll(host, "{server}");
  return {
    verdict,
    blame,
    cause: cause && general(cause),
    failedStep: failedStep && general(failedStep),
    steps: Object.fromEntries(steps.map(({ name, outcome }) => [general(name), outcome])),
  };
}
