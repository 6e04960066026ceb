import type { Observed } from "../contract/observed.ts";
import type { RunResult } from "../contract/result.ts";
import type { Step } from "../contract/run.ts";
import type { Blame, Verdict } from "../contract/words.ts";
import { formatDuration } from "../kit/duration.ts";
import { type Standard, judgeSteps } from "./step.ts";

/** What is judged. */
export interface Case extends Standard {
  result: RunResult;
  observed: Observed;
  /** Whether an address outside the target could be reached; `null`: nobody asked. */
  canaryReached: boolean | null;
}

export interface Judgement {
  verdict: Verdict;
  blame: Blame | null;
  cause: string | null;
  failedStep: string | null;
  steps: Step[];
}

type Facts = Case & { steps: Step[] };
interface Finding {
  verdict: Verdict;
  blame: Blame | null;
  cause: string | null;
  step?: Step | undefined;
}

/** The table of verdicts, one row a function. The first that finds something wins. */
const rows: ((facts: Facts) => Finding | null)[] = [
  ourOwnFault,
  ourOwnNetwork,
  targetNotConnected,
  failedCheckOrStep,
  exceptionAfterBadResponse,
  cutOffWhileWaiting,
  cutOffWithoutReason,
  scriptFault,
  nothingMeasured,
  overBudget,
];

/** Gives the verdict by strict rules: `down` never rests on k6's exit code, `up` never comes without checks. */
export function judge(given: Case): Judgement {
  const facts = { ...given, steps: judgeSteps(given.observed, given, wasCutOff(given.result)) };
  for (const row of rows) {
    const finding = row(facts);
    if (finding) return judgement(finding, facts.steps);
  }
  return judgement({ verdict: "up", blame: null, cause: null }, facts.steps);
}

/** No answer came although something was asked: worth asking the canary. */
export function isUnanswered({ requests, responses, steps }: Observed): boolean {
  return responses === 0 && (requests > 0 || steps.some(({ open, network }) => open || network !== null));
}

function judgement({ verdict, blame, cause, step }: Finding, steps: Step[]): Judgement {
  return { verdict, blame, cause: step ? `${step.name}: ${cause ?? "failed"}` : cause, failedStep: step?.name ?? null, steps };
}

function ourOwnFault({ result, observed }: Facts): Finding | null {
  if (result.kind === "could-not-start") return ours(`k6 could not be started: ${result.detail}`);
  if (result.kind === "killed" && result.by !== "memory") return ours(result.detail);
  if (result.kind === "script-error" && workerExitCodes.has(result.exitCode))
    return ours(reasonOf(result.meaning, observed.lastError));
  const cutByUs = result.kind !== "script-error" && (result.kind !== "ran" || result.exitCode === null);
  if (observed.unreadableLines > (cutByUs ? 1 : 0))
    return ours(`${observed.unreadableLines} lines of k6's output could not be read`);
  return null;
}

const ours = (cause: string): Finding => ({ verdict: "error", blame: "worker", cause });
const fault = (cause: string, step?: Step): Finding => ({ verdict: "error", blame: "script", cause, step });
const none = (cause: string, step?: Step): Finding => ({ verdict: "no-data", blame: "script", cause, step });

/** Aborted from outside, no port for k6's server, k6 crashed. */
const workerExitCodes = new Set([105, 106, 109]);

function ourOwnNetwork({ observed, canaryReached }: Facts): Finding | null {
  if (canaryReached !== false || !isUnanswered(observed)) return null;
  return { verdict: "error", blame: "network", cause: "neither the target nor the canary address answered" };
}

function targetNotConnected({ observed, steps }: Facts): Finding | null {
  const unconnected = observed.steps.find((step) => step.network !== null);
  if (!unconnected) return null;
  const step = steps.find(({ name }) => name === unconnected.name);
  return { verdict: "down", blame: "network", cause: step?.cause ?? unconnected.network, step };
}

function failedCheckOrStep({ observed, steps, result }: Facts): Finding | null {
  const failed = steps.find(
    (step) => step.outcome === "failed" && !isException(observed, step.name) && !isHung(observed, step, result),
  );
  if (failed) return { verdict: "down", blame: "target", cause: failed.cause, step: failed };
  const [reason] = observed.failures;
  return reason === undefined ? null : { verdict: "down", blame: "target", cause: reason };
}

function exceptionAfterBadResponse({ observed, steps }: Facts): Finding | null {
  const thrown = exceptionOf(observed);
  if (!thrown || observed.badResponses === 0) return null;
  const bad = steps.flatMap(({ requests }) => requests).find(({ status }) => status === 0 || status >= 500);
  const answer = bad ? `${bad.name} answered ${bad.error ?? bad.status}, then ` : "";
  return {
    verdict: "down",
    blame: "target",
    cause: `${answer}${thrown.text}`,
    step: steps.find(({ name }) => name === thrown.step),
  };
}

function cutOffWhileWaiting({ result, observed, steps }: Facts): Finding | null {
  const open = observed.steps.findLast((step) => step.open);
  if (!wasCutOff(result) || !open) return null;
  const waited = formatDuration(Math.max(0, result.endedAtMs - open.lastStartedAtMs));
  const cause = `did not end within ${waited}: ${howCutOff(result)}`;
  return { verdict: "down", blame: "target", cause, step: steps.find(({ name }) => name === open.name) };
}

function cutOffWithoutReason({ result }: Facts): Finding | null {
  if (!wasCutOff(result)) return null;
  return { verdict: "error", blame: "script", cause: `${howCutOff(result)}, with nothing to show what was waited for` };
}

function scriptFault({ result, observed, steps }: Facts): Finding | null {
  const thrown = exceptionOf(observed);
  if (thrown)
    return fault(
      thrown.text,
      steps.find(({ name }) => name === thrown.step),
    );
  if (observed.aborted !== null) return fault(`test.abort(): ${observed.aborted}`);
  if (result.kind === "script-error") return fault(reasonOf(result.meaning, observed.lastError));
  if (observed.tooManySteps)
    return fault("more than 100 different steps: give requests a `name` tag without ids, or fewer `step` tags");
  return null;
}

function nothingMeasured({ observed, steps }: Facts): Finding | null {
  if (observed.requests === 0) return none("the script made no request");
  if (!steps.some((step) => step.checks.length > 0))
    return none("the script made no check, so nothing says that the answers were right");
  const missed = steps.find(({ outcome }) => outcome === "not-reached" || outcome === "blocked");
  if (missed) return none(missed.cause ?? "not reached", missed);
  const [threshold] = observed.thresholdsWithoutSamples;
  return threshold === undefined ? null : none(`no sample came for the threshold on ${threshold}`);
}

function overBudget({ observed, steps, result }: Facts): Finding | null {
  const slow = steps.find(({ outcome }) => outcome === "degraded");
  if (slow) return { verdict: "degraded", blame: "target", cause: slow.cause, step: slow };
  if (observed.thresholdsCrossed.length === 0 && !(result.kind === "ran" && result.exitCode === 99)) return null;
  return { verdict: "degraded", blame: "target", cause: `threshold crossed: ${observed.thresholdsCrossed.join(", ")}` };
}

function wasCutOff(result: RunResult): boolean {
  return result.kind === "timed-out" || (result.kind === "killed" && result.by === "memory");
}

function howCutOff(result: RunResult): string {
  if (result.kind === "timed-out") return `the run timed out after ${formatDuration(result.afterMs)}`;
  return result.kind === "killed" ? result.detail : "the run was cut off";
}

/** An exception that left a step, or one that k6 logged. */
function exceptionOf({ steps, exceptions }: Observed): { text: string; step: string | null } | null {
  const step = steps.find(({ ended }) => ended?.exception);
  if (step?.ended?.exception) return { text: step.ended.exception, step: step.name };
  const [text] = exceptions;
  return text === undefined ? null : { text, step: null };
}

/** Failed for no other reason than an exception of the script's. */
function isException({ steps }: Observed, name: string): boolean {
  const step = steps.find((candidate) => candidate.name === name);
  return step?.ended?.exception != null && step.checks.every(({ passed }) => passed);
}

/** Failed for no other reason than that it did not end. */
function isHung({ steps }: Observed, { name }: Step, result: RunResult): boolean {
  const step = steps.find((candidate) => candidate.name === name);
  return wasCutOff(result) && step?.open === true && step.checks.every(({ passed }) => passed);
}

function reasonOf(meaning: string, lastError: string | null): string {
  return lastError ? `${meaning}: ${lastError.split("\n", 1)[0]}` : meaning;
}
