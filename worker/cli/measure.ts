import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { MaintenanceWindow, Probe, Target } from "../contract/config.ts";
import type { RunResult } from "../contract/result.ts";
import type { Run } from "../contract/run.ts";
import type { Trigger } from "../contract/words.ts";
import { createInterpreter } from "../interpret/interpreter.ts";
import { isCold } from "../judge/cold.ts";
import { type Judgement, isUnanswered, judge } from "../judge/judge.ts";
import { journeyBudgetOf } from "../judge/step.ts";
import { execute } from "../k6/execute.ts";
import type { Executor } from "../k6/executor.ts";
import type { Redactor } from "../kit/redact.ts";
import { maintenanceAt } from "../schedule/maintenance.ts";
import type { Journey } from "./journeys.ts";
import type { Memory } from "./memory.ts";
import { type RunIds, runEnvironment } from "./run-environment.ts";

/** One run to make. */
export interface Assignment {
  probe: Probe;
  /** `null`: a plain k6 script that needs no target. */
  target: Target | null;
  journey: Journey;
  scheduledAtMs: number;
  trigger: Trigger;
  attempt: number;
}

/** What measuring needs of the world. */
export interface Instruments {
  executor: Executor;
  redactor: Redactor;
  location: string;
  maintenance: MaintenanceWindow[];
  /** Whether an address outside the target can be reached; `null` where none is configured. */
  reachCanary: () => Promise<boolean | null>;
  /** Days until the target's certificate ends; `null` where there is none. */
  tlsDaysLeft: (target: Target) => Promise<number | null>;
  memory: Memory;
  abort: AbortSignal;
}

/** A script of the kit is over at its end marker; any other may still have a teardown to finish. */
const graceMs = { kit: 500, plain: 10_000 };

/** Executes, interprets and judges one run. What others said in it is masked. */
export async function measure(assignment: Assignment, instruments: Instruments): Promise<Run> {
  const { probe, target, journey } = assignment;
  const { declaration, thresholds, singleIteration } = journey.inspection;
  const ids = { runId: uuidv7(), traceId: randomBytes(16).toString("hex") };
  const { memory } = instruments;
  const redactor = instruments.redactor.fork();
  const interpreter = createInterpreter({
    endsAtMarker: declaration !== null && singleIteration,
    thresholds,
    learnSecret: (value) => redactor.add(value),
    noteLeftover: (change, leftover) =>
      memory.noteLeftover(change, { ...leftover, target: probe.target, runId: ids.runId, probe: probe.name }),
  });
  const loadRunId = memory.loadRunId(probe.target);
  const certificate = target ? instruments.tlsDaysLeft(target) : Promise.resolve(null);
  const job = {
    ...ids,
    bundle: journey.bundle,
    timeoutMs: probe.timeoutMs,
    graceMs: declaration ? graceMs.kit : graceMs.plain,
    env: runEnvironment(target, probe, ids, memory.warmSteps(probe.target, probe.name)),
    secrets: target?.secrets ?? {},
    blockedRanges: target?.blockedRanges ?? [],
  };
  const result = await execute(job, interpreter, instruments.executor, instruments.abort);
  const observed = interpreter.finish();
  const canaryReached = isUnanswered(observed) ? await instruments.reachCanary() : null;
  const standard = { declaration, budgets: probe.budgets, budgetMs: probe.budgetMs };
  const judgement = judge({ ...standard, result, observed, canaryReached });
  const { logs, revision, contact, journeyMs } = observed;
  return {
    ...assemble(assignment, ids, result, judgement, instruments),
    ...masked({ ...judgement, logs, revision, contact }, redactor),
    journeyMs,
    budgetMs: journeyBudgetOf(standard),
    tlsDaysLeft: await certificate,
    loadRunId,
  };
}

/** What others said. Words of our own stay: a target may be called what a password is. */
function masked<Said extends Judgement>(said: Said, redactor: Redactor): Said {
  const steps = said.steps.map((step) => ({ ...redactor.deep(step), outcome: step.outcome }));
  return { ...redactor.deep(said), verdict: said.verdict, blame: said.blame, steps };
}

type Assembled = Omit<Run, "logs" | "revision" | "contact" | "journeyMs" | "budgetMs" | "tlsDaysLeft" | "loadRunId">;

function assemble(
  assignment: Assignment,
  ids: RunIds,
  result: RunResult,
  judgement: Judgement,
  instruments: Instruments,
): Assembled {
  const { probe, scheduledAtMs, trigger, attempt } = assignment;
  const { startedAtMs, endedAtMs, durationMs, k6CpuMs } = result;
  return {
    id: ids.runId,
    traceId: ids.traceId,
    probe: probe.name,
    target: probe.target,
    location: instruments.location,
    journey: probe.journey,
    trigger,
    attempt,
    scheduledAtMs,
    startedAtMs,
    endedAtMs,
    durationMs,
    latenessMs: Math.max(0, startedAtMs - scheduledAtMs),
    ...judgement,
    maintenance: maintenanceAt(instruments.maintenance, probe.target, startedAtMs) !== null,
    confirmedDown: false,
    cold: isCold(judgement.steps),
    k6CpuMs,
  };
}
