import type { Distribution, ErrorCount, JourneyLoad, StepLoad } from "../contract/load.ts";
import { sumOf } from "./counts.ts";
import { createSketch } from "./sketch.ts";

/** Windows added up: each journey and each of its steps once, in the order in which they first appeared. */
export function mergeJourneys(all: readonly JourneyLoad[]): JourneyLoad[] {
  return grouped(all, ({ journey }) => journey).map(([journey, parts]) => ({
    journey,
    ...sumOf(parts),
    iterations: parts.reduce((sum, { iterations }) => sum + iterations, 0),
    droppedIterations: parts.reduce((sum, { droppedIterations }) => sum + droppedIterations, 0),
    duration: mergeDistributions(parts),
    steps: mergeSteps(parts.flatMap(({ steps }) => steps)),
  }));
}

/** Steps of the same name are one. */
function mergeSteps(all: readonly StepLoad[]): StepLoad[] {
  return grouped(all, ({ step }) => step).map(([step, parts]) => ({
    step,
    ...sumOf(parts),
    duration: mergeDistributions(parts),
    measures: mergeMeasures(parts),
    errors: mergeErrors(parts.flatMap(({ errors }) => errors)),
  }));
}

export function mergeDistributions(parts: readonly { duration: Distribution | null }[]): Distribution | null {
  const [first, ...more] = parts.flatMap(({ duration }) => duration ?? []);
  if (first === undefined || more.length === 0) return first ?? null;
  return createSketch(first.sketch, ...more.map(({ sketch }) => sketch)).distribution();
}

/** The commonest first. */
export function mergeErrors(all: readonly ErrorCount[]): ErrorCount[] {
  const merged = grouped(all, ({ kind, cause }) => `${kind} ${cause}`).flatMap(([_key, parts]) => {
    const [first] = parts;
    return first === undefined ? [] : [{ ...first, count: parts.reduce((sum, { count }) => sum + count, 0) }];
  });
  return merged.sort((a, b) => b.count - a.count);
}

function mergeMeasures(parts: readonly StepLoad[]): Record<string, Distribution> {
  const all = parts.flatMap(({ measures }) => Object.entries(measures).map(([name, duration]) => ({ name, duration })));
  const merged = grouped(all, ({ name }) => name).flatMap(([name, some]) => {
    const distribution = mergeDistributions(some);
    return distribution === null ? [] : [[name, distribution] as const];
  });
  return Object.fromEntries(merged);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}
