import type { Distribution, ErrorCount, JourneyLoad, LoadCounts, LoadMeasure, StepLoad } from "../contract/load.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { sumOf, triesOf } from "./counts.ts";
import { mergeDistributions, mergeErrors } from "./merge-journeys.ts";

/** What a gate or a comparison looks at: a step, a journey, or all of them. */
export interface Subject {
  /** `null`: all journeys together. */
  journey: string | null;
  /** `null`: the journey as a whole. */
  step: string | null;
}

/** What was seen of a subject. */
export interface SubjectLoad {
  counts: LoadCounts;
  /** Iterations of a journey, occurrences of a step. */
  occurrences: number;
  duration: Distribution | null;
  errors: ErrorCount[];
}

/** `null`: nothing at all was seen of it. */
export function loadOf(journeys: readonly JourneyLoad[], { journey, step }: Subject): SubjectLoad | null {
  const chosen = journeys.filter((one) => journey === null || one.journey === journey);
  const steps = chosen.flatMap((one) => one.steps).filter((one) => step === null || one.step === step);
  const parts: readonly (JourneyLoad | StepLoad)[] = step === null ? chosen : steps;
  if (parts.length === 0) return null;
  return {
    counts: sumOf(parts),
    occurrences: parts.reduce((sum, part) => sum + occurrencesOf(part), 0),
    duration: mergeDistributions(parts),
    errors: mergeErrors(steps.flatMap(({ errors }) => errors)),
  };
}

/** `null`: there are no samples to tell by. `seconds`: for how long they were taken. */
export function measureOf({ counts, occurrences, duration }: SubjectLoad, measure: LoadMeasure, seconds: number): number | null {
  switch (measure) {
    case "p50":
    case "p95":
    case "p99":
      return duration?.[measure] ?? null;
    case "error-rate": {
      const { tried, failed } = triesOf(counts);
      return shareOf(failed, tried);
    }
    case "checks":
      return shareOf(counts.checks - counts.checksFailed, counts.checks);
    case "throughput":
      return occurrences > 0 && seconds > 0 ? occurrences / seconds : null;
    default:
      return exhaustive(measure);
  }
}

/** Of these more is better. */
export function isBetterHigh(measure: LoadMeasure): boolean {
  return measure === "checks" || measure === "throughput";
}

/** `chat / sign-in p95`. */
export function nameOf({ journey, step }: Subject, measure: LoadMeasure): string {
  const where = [journey, step].filter((part) => part !== null).join(" / ") || "all journeys";
  return `${where} ${wordsOf(measure)}`;
}

export function wordsOf(measure: LoadMeasure): string {
  return measure === "error-rate" ? "error rate" : measure;
}

/** `812 ms`, `2.4 %`, `12.3/s`. */
export function showMeasure(measure: LoadMeasure, value: number): string {
  if (measure === "throughput") return `${rounded(value)}/s`;
  return measure === "error-rate" || measure === "checks" ? `${rounded(value * 100)} %` : `${rounded(value)} ms`;
}

/** Three digits, or all before the point. */
function rounded(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}

function occurrencesOf(part: JourneyLoad | StepLoad): number {
  if ("iterations" in part) return part.iterations;
  return part.ended > 0 ? part.ended : (part.duration?.count ?? part.requests);
}

function shareOf(some: number, all: number): number | null {
  return all > 0 ? some / all : null;
}
