import { stateOfVerdict } from "../../worker/contract/measurements.ts";
import { nsOfRun } from "../../worker/deliver/timestamp.ts";
import type { GeneratedRun, GeneratedStep } from "./many-runs.ts";

/**
 * The lines of a run as `pointsOfRun` and `lineOf` make them, by hand: thirty million of them take minutes otherwise. That they
 * name nothing but the contract's tags and fields is tested (raw-lines.test.ts).
 */
export function linesOfRun(run: GeneratedRun, tags: string, id: string): string {
  const ns = nsOfRun({ id, startedAtMs: run.startedAtMs }).toString();
  let lines = runLine(run, tags, id, ns);
  for (const step of run.steps) lines += stepLine(step, tags, ns);
  return lines;
}

function runLine(run: GeneratedRun, tags: string, id: string, ns: string): string {
  const { verdict, durationMs, startedAtMs, attempt, steps } = run;
  const failed = verdict === "down" ? steps.find(({ outcome }) => outcome === "failed") : undefined;
  const blame = failed ? `blame="target",cause="${failed.name}: status (503) is 200",` : "";
  return (
    `probe_run,${tags},verdict=${verdict} attempt=${attempt}i,${blame}cold=0i,confirmed=${failed ? 1 : 0}i,duration_ms=${durationMs}` +
    `,ended_ms=${Math.round(startedAtMs + durationMs)}${failed ? `,failed_step="${failed.name}"` : ""},k6_cpu_ms=${35 + (startedAtMs % 17)}` +
    `,lateness_ms=${startedAtMs % 3},maintenance=0i,revision="backend-00042",run_id="${id}",state=${stateOfVerdict[verdict]}i` +
    `,steps=${steps.length}i,steps_failed=${failed ? 1 : 0}i,tls_days_left=61i,trace_id="${id.slice(0, 32)}",up=${failed ? 0 : 1}i ${ns}\n`
  );
}

/** Small phases of a request, as unlike each other as real ones. */
export function phasesOf(durationMs: number): [blocked: number, connecting: number, sending: number, receiving: number] {
  const seed = Math.round(durationMs * 1_000);
  const small = (factor: number, mostMicroseconds: number) => ((seed * factor) % mostMicroseconds) / 1_000;
  return [small(7, 631), small(11, 397), small(13, 89), small(17, 613)];
}

function stepLine(step: GeneratedStep, tags: string, ns: string): string {
  const { name, outcome, offsetMs, durationMs, budgetMs, status, measures } = step;
  const head = `probe_step,${tags},step=${name},outcome=${outcome} budget_ms=${budgetMs}`;
  const [blocked, connecting, sending, receiving] = phasesOf(durationMs ?? 0);
  if (durationMs === null) return `${head},checks=0i,checks_failed=0i,count=0i ${ns}\n`;
  let own = "";
  for (const measure in measures) own += `,${measure}=${measures[measure]}${integers.has(measure) ? "i" : ""}`;
  return (
    `${head},blocked_ms=${blocked},bytes_received=${512 + Math.floor(durationMs)}i,checks=3i,checks_failed=${status === 503 ? 1 : 0}i` +
    `,connecting_ms=${connecting},count=1i,duration_ms=${durationMs},offset_ms=${offsetMs},receiving_ms=${receiving},sending_ms=${sending},status=${status}i` +
    `,tls_ms=0,waiting_ms=${Math.round(durationMs * 940) / 1_000}${own} ${ns}\n`
  );
}

const integers = new Set(["events_received", "events_missing", "answer_length", "recommendations", "close_code", "threads"]);
