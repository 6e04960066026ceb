import type { Request, Step } from "../contract/run.ts";
import { formatDuration } from "../kit/duration.ts";
import type { Facts, Finding } from "./case.ts";
import { howCutOff, wasCutOff } from "./cut-off.ts";
import { exceptionOf, failedByException } from "./exception.ts";
import { journeyBudgetOf } from "./step.ts";
import { isUnanswered } from "./unanswered.ts";

/** The table of verdicts, one row a function. The first that finds something wins. */
export const rows: readonly ((facts: Facts) => Finding | null)[] = [
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

const ours = (cause: string): Finding => ({ verdict: "error", blame: "worker", cause });
const fault = (cause: string, step?: Step): Finding => ({ verdict: "error", blame: "script", cause, step });
const none = (cause: string, step?: Step): Finding => ({ verdict: "no-data", blame: "script", cause, step });
const down = (cause: string | null, step?: Step): Finding => ({ verdict: "down", blame: "target", cause, step });
const degraded = (cause: string | null, step?: Step): Finding => ({ verdict: "degraded", blame: "target", cause, step });

/** k6 crashed, was aborted from outside, had no port for its server, or is a wrapper that found no k6. */
const workerExitCodes = new Set([2, 105, 106, 109, 126, 127]);

function ourOwnFault({ result, observed }: Facts): Finding | null {
  if (result.kind === "could-not-start") return ours(`k6 could not be started: ${result.detail}`);
  if (result.kind === "killed" && result.by !== "memory") return ours(result.detail);
  if (result.kind === "script-error" && workerExitCodes.has(result.exitCode))
    return ours(reasonOf(result.meaning, observed.lastError));
  // Whoever cuts k6 off may cut its last line. After an end marker nothing is read, so nothing may be unreadable before it.
  if (observed.unreadableLines <= (wasCutOff(result) ? 1 : 0)) return null;
  return ours(`lines of k6's output that could not be read: ${observed.unreadableLines}`);
}

function ourOwnNetwork({ observed, canaryReached }: Facts): Finding | null {
  if (canaryReached !== false || !isUnanswered(observed)) return null;
  return { verdict: "error", blame: "network", cause: "neither the target nor the canary address answered" };
}

function targetNotConnected({ observed, steps }: Facts): Finding | null {
  const unconnected = observed.steps.find(({ network }) => network !== null);
  if (!unconnected) return null;
  return { verdict: "down", blame: "network", cause: unconnected.network, step: named(steps, unconnected.name) };
}

function failedCheckOrStep({ observed, steps, result }: Facts): Finding | null {
  const excused = observed.steps.filter((step) => failedByException(step) || isHung(step, result));
  const failed = steps.find(({ name, outcome }) => outcome === "failed" && !excused.some((step) => step.name === name));
  if (failed) return down(failed.cause, failed);
  const [reason] = observed.failures;
  return reason === undefined ? null : down(reason);
}

function exceptionAfterBadResponse({ observed, steps }: Facts): Finding | null {
  const thrown = exceptionOf(observed);
  if (!thrown || observed.badResponses === 0) return null;
  const suspects = steps.filter(({ name }) => !triedUntilItPassed(observed, name));
  const step = named(suspects, thrown.step) ?? suspects.findLast(badRequestOf);
  const bad = (step && badRequestOf(step)) ?? suspects.map(badRequestOf).findLast((request) => request !== undefined);
  if (!bad) return isEachBadResponseKept({ observed, steps }) ? null : down(thrown.text, step);
  const who = bad.name === step?.name ? "" : `${bad.name} `;
  return down(`${who}answered ${bad.error ?? bad.status}, then ${thrown.text}`, step);
}

/** What such a step got before the good answer is no reason for what another one threw. */
function triedUntilItPassed({ steps }: Facts["observed"], name: string): boolean {
  const step = steps.find((known) => known.name === name);
  const last = step?.requests.at(-1);
  return step?.ended?.outcome === "passed" && last !== undefined && !isBad(last);
}

/** A step keeps its first requests and its last one: what is not there cannot be told from what caused an exception. */
function isEachBadResponseKept({ observed, steps }: Pick<Facts, "observed" | "steps">): boolean {
  return steps.flatMap(({ requests }) => requests).filter(isBad).length >= observed.badResponses;
}

function badRequestOf({ requests }: Step): Request | undefined {
  return requests.findLast(isBad);
}

function isBad({ status }: Request): boolean {
  return status === 0 || status >= 500;
}

function cutOffWhileWaiting({ result, observed, steps }: Facts): Finding | null {
  const open = observed.steps.findLast((step) => step.open);
  if (!wasCutOff(result) || !open) return null;
  const waited = formatDuration(Math.max(0, result.endedAtMs - open.lastStartedAtMs));
  return down(`did not end within ${waited}: ${howCutOff(result)}`, named(steps, open.name));
}

function cutOffWithoutReason({ result }: Facts): Finding | null {
  return wasCutOff(result) ? fault(`${howCutOff(result)}, with nothing to show what was waited for`) : null;
}

function scriptFault({ result, observed, steps }: Facts): Finding | null {
  const thrown = exceptionOf(observed);
  if (thrown) return fault(thrown.text, named(steps, thrown.step));
  if (observed.aborted !== null) return fault(`test.abort(): ${observed.aborted}`);
  if (result.kind === "script-error") return fault(reasonOf(result.meaning, observed.lastError));
  if (result.kind === "ran" && result.exitCode === 110)
    return fault("k6 marked the run as failed (exit 110) and did not say why");
  if (!observed.tooManySteps) return null;
  return fault("more than 100 different steps: give requests a `name` tag without ids, or fewer `step` tags");
}

function nothingMeasured({ observed, steps }: Facts): Finding | null {
  if (observed.requests === 0) return none("the script made no request");
  if (observed.responses === 0 || observed.contact.answers === 0)
    return none(`no answer came over the network (requests: ${observed.requests}), so nothing shows that the target was there`);
  if (steps.every(({ checks }) => checks.length === 0))
    return none("the script made no check, so nothing says that the answers were right");
  const missed = steps.find(({ outcome }) => outcome === "not-reached" || outcome === "blocked");
  if (missed) return none(missed.cause ?? "not reached", missed);
  const [threshold] = observed.thresholdsWithoutSamples;
  return threshold === undefined ? null : none(`no sample came for the threshold on ${threshold}`);
}

function overBudget(facts: Facts): Finding | null {
  const { observed, steps, result } = facts;
  const slow = steps.find(({ outcome }) => outcome === "degraded");
  if (slow) return degraded(slow.cause, slow);
  const [tookMs, budgetMs] = [journeyMsOf(facts), journeyBudgetOf(facts)];
  if (tookMs !== null && budgetMs !== null && tookMs > budgetMs)
    return degraded(`the journey took ${formatDuration(tookMs)}, budget ${formatDuration(budgetMs)}`);
  const crossed = observed.thresholdsCrossed;
  if (crossed.length > 0) return degraded(`threshold crossed: ${crossed.join(", ")}`);
  return result.kind === "ran" && result.exitCode === 99 ? degraded("a threshold was crossed; k6 did not say which") : null;
}

/** A plain script does not say when it is over: its run counts, k6's own start included. */
function journeyMsOf({ observed, declaration, result }: Facts): number | null {
  return declaration === null ? result.durationMs : observed.journeyMs;
}

/** Failed for no other reason than that it did not end. */
function isHung({ open, checks, network, ended }: Facts["observed"]["steps"][number], result: Facts["result"]): boolean {
  const failedBefore = ended?.outcome === "failed" || network !== null || checks.some(({ passed }) => !passed);
  return wasCutOff(result) && open && !failedBefore;
}

function named(steps: Step[], name: string | null): Step | undefined {
  return steps.find((step) => step.name === name);
}

function reasonOf(meaning: string, lastError: string | null): string {
  return lastError ? `${meaning}: ${lastError.split("\n", 1)[0]}` : meaning;
}
