import type { Outcome, Verdict } from "../../worker/contract/words.ts";

/** What a generated run says; milliseconds with three decimals, as k6 has them. */
export interface GeneratedRun {
  startedAtMs: number;
  durationMs: number;
  verdict: Verdict;
  /** 1, or 2 for the one that confirms the first failure of an outage. */
  attempt: number;
  steps: GeneratedStep[];
}

export interface GeneratedStep {
  name: string;
  outcome: Outcome;
  offsetMs: number;
  durationMs: number | null;
  budgetMs: number;
  status: number;
  measures: Record<string, number>;
}

export interface Grid {
  /** Runs of a probe are so far apart. */
  everyMs: number;
  steps: readonly StepKind[];
}

export interface StepKind {
  name: string;
  /** Of its durations. */
  medianMs: number;
  budgetMs: number;
  /** Measure to its share of the duration, or `null` for a small count. */
  measures: Readonly<Record<string, number | null>>;
}

/** mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One hour in some 300 of a probe is an outage of its third step: ten minutes of 503 after long waits. */
const outageEvery = 300;
const outageMs = 600_000;
const tailShare = 0.02;

/** The runs of a probe in the hour from `hourMs`. Log-normal durations with a tail, slower by day. */
export function* runsOfHour(hourMs: number, probe: number, { everyMs, steps }: Grid): Generator<GeneratedRun> {
  const random = seeded(Math.imul(hourMs / 3_600_000, 7_919) + probe);
  const isOutage = random() < 1 / outageEvery;
  const dayFactor = 1 + 0.3 * Math.sin(((hourMs / 3_600_000) % 24) * (Math.PI / 12));
  const offsetMs = Math.floor((probe * everyMs) / 20);
  for (let startedAtMs = hourMs + offsetMs; startedAtMs < hourMs + 3_600_000; startedAtMs += everyMs) {
    const isBroken = isOutage && startedAtMs < hourMs + outageMs;
    yield oneRun(startedAtMs, steps, { random, dayFactor, isBroken });
  }
}

function oneRun(
  startedAtMs: number,
  kinds: readonly StepKind[],
  { random, dayFactor, isBroken }: { random: () => number; dayFactor: number; isBroken: boolean },
): GeneratedRun {
  const steps: GeneratedStep[] = [];
  let atMs = 12;
  for (const [index, kind] of kinds.entries()) {
    const fails = isBroken && index === 2;
    const isBlocked = isBroken && index > 2;
    const tail = random() < tailShare ? 3 + 5 * random() : 1;
    const durationMs = three(kind.medianMs * dayFactor * Math.exp(0.35 * normal(random)) * tail + (fails ? 7_000 : 0));
    const outcome = isBlocked ? "blocked" : fails ? "failed" : durationMs > kind.budgetMs ? "degraded" : "passed";
    steps.push({
      name: kind.name,
      outcome,
      offsetMs: three(atMs),
      durationMs: isBlocked ? null : durationMs,
      budgetMs: kind.budgetMs,
      status: fails ? 503 : 200,
      measures: isBlocked ? {} : measuresOf(kind, durationMs, random),
    });
    if (!isBlocked) atMs += durationMs;
  }
  const worst = steps.some(({ outcome }) => outcome === "failed") ? "down" : steps.some(isDegraded) ? "degraded" : "up";
  return { startedAtMs, durationMs: three(atMs + 40), verdict: worst, attempt: isBroken && random() < 0.05 ? 2 : 1, steps };
}

const isDegraded = ({ outcome }: GeneratedStep) => outcome === "degraded";

function measuresOf({ measures }: StepKind, durationMs: number, random: () => number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measures).map(([name, share]) => [
      name,
      share === null ? Math.floor(6 * random()) : three(durationMs * share * (0.9 + 0.2 * random())),
    ]),
  );
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const three = (value: number) => Math.round(value * 1_000) / 1_000;
