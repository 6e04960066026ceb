import type { Run, Step } from "../../../worker/contract/run.ts";
import { type WorkerStats, pointOfWorker, pointsOfRun } from "../../../worker/deliver/points.ts";
import { fakeRun, fakeStep } from "../../../worker/kit/fake-run.ts";
import type { Arrival } from "./watch.ts";

export const minuteMs = 60_000;

/** A probe over a span of time, in minutes of the story. */
export interface Told {
  probe: string;
  location?: string;
  everyMs: number;
  fromMin: number;
  toMin: number;
  /** What its runs are. Default: up. */
  run?: (atMs: number, attempt: number) => Partial<Run>;
}

/** Runs on a grid, as they arrive: each when it is over. */
export function runs(beganMs: number, { probe, location = "here", everyMs, fromMin, toMin, run = () => ({}) }: Told): Arrival[] {
  const arrivals: Arrival[] = [];
  for (let atMs = beganMs + fromMin * minuteMs; atMs < beganMs + toMin * minuteMs; atMs += everyMs)
    arrivals.push(...arrivalOf(probe, location, atMs, run(atMs, 1)));
  return arrivals;
}

/** A probe that is confirmed down: a first attempt, and a confirmation two seconds after it; then its grid, until it has recovered likewise. */
export function outage(beganMs: number, told: Told & { steps: Step[] }): Arrival[] {
  const { probe, location = "here", everyMs, fromMin, toMin, steps } = told;
  const failed = steps.find(({ outcome }) => outcome === "failed");
  const durationMs = Math.max(400, ...steps.map((step) => step.durationMs ?? 0));
  const down: Partial<Run> = {
    verdict: "down",
    blame: "target",
    cause: failed?.cause ?? null,
    failedStep: failed?.name ?? null,
    steps,
    durationMs,
  };
  const first = beganMs + fromMin * minuteMs;
  const over = beganMs + toMin * minuteMs;
  return [
    ...arrivalOf(probe, location, first, down),
    ...arrivalOf(probe, location, first + durationMs + 2_000, { ...down, attempt: 2, confirmedDown: true }),
    ...runs(beganMs, { ...told, fromMin: fromMin + everyMs / minuteMs, run: () => ({ ...down, confirmedDown: true }) }),
    ...arrivalOf(probe, location, over, { confirmedDown: true }),
    ...arrivalOf(probe, location, over + 2_500, { attempt: 2, confirmedDown: false }),
  ];
}

function arrivalOf(probe: string, location: string, startedAtMs: number, given: Partial<Run>): Arrival[] {
  const durationMs = given.durationMs ?? 400;
  const endedAtMs = startedAtMs + durationMs;
  const run = fakeRun({ target: "staging", probe, location, startedAtMs, endedAtMs, scheduledAtMs: startedAtMs, ...given });
  return pointsOfRun(run).map((point) => ({ atMs: endedAtMs + 1_000, point }));
}

/** A worker's reports, a minute each. */
export function reports(
  beganMs: number,
  fromMin: number,
  toMin: number,
  given: (min: number) => Partial<WorkerStats> = () => ({}),
): Arrival[] {
  const outbox = { rows: 3, bytes: 900, oldestMs: null, deadLetters: 0, givenUp: 0 };
  return Array.from({ length: toMin - fromMin }, (_, index) => {
    const atMs = beganMs + (fromMin + index) * minuteMs;
    const stats = { atMs, location: "here", runs: 6, skipped: 0, latenessP99Ms: 4, outbox, cpu: 0.03, rssBytes: 120_000_000 };
    return { atMs: atMs + 500, point: pointOfWorker({ ...stats, ...given(fromMin + index) }) };
  });
}

/** A step that answered 503 after so long. */
export const unavailable = (name: string, durationMs: number): Step =>
  fakeStep({ name, outcome: "failed", status: 503, durationMs, cause: `${name} answers 503` });

/** A socket that was refused: there is no status to tell. */
export const refused = (name: string): Step =>
  fakeStep({ name, outcome: "failed", status: null, durationMs: 210, cause: "connection refused" });

export const arriving = (...stories: readonly Arrival[][]): Arrival[] => stories.flat().sort((a, b) => a.atMs - b.atMs);
