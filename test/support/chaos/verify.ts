import { basename } from "node:path";
import type { Delivered } from "./delivered.ts";
import { failingJourneys, healthyJourneys } from "./configuration.ts";
import { contradictions, without } from "./replay.ts";
import type { Stored, StoredRun } from "./stored.ts";

/** What is wrong after a round, a sentence or a run id each; nothing is as it should be. */
export interface Verified {
  /** Runs that were reported, stored, or begun by a worker that was not killed, and that the store or InfluxDB does not have. */
  lost: string[];
  /** Runs and steps that InfluxDB has more than once. */
  doubled: string[];
  wrong: string[];
}

/** Ids of the runs that must be there. */
export interface Known {
  /** On standard output. */
  reported: readonly string[];
  /** By workers that were not killed, whether they could store them then or not. */
  begun: readonly string[];
}

/** Compares what was reported, what is stored and what arrived, once nothing goes on any more. */
export function verify({ reported, begun }: Known, stored: Stored, delivered: Delivered): Verified {
  const storedIds = stored.runs.map(({ id }) => id);
  const arrivedIds = delivered.runs.map(({ run_id }) => run_id);
  const steps = compareSteps(stored.runs, delivered);
  const known = [...new Set([...reported, ...begun, ...storedIds])];
  return {
    lost: [...new Set([...without(known, storedIds), ...without(known, arrivedIds), ...steps.missing])],
    doubled: [...without(arrivedIds, [...new Set(arrivedIds)]), ...without(reported, [...new Set(reported)]), ...steps.extra],
    wrong: [
      ...without(arrivedIds, storedIds).map((id) => `InfluxDB has run ${id}, which is not stored`),
      ...otherVerdicts(stored.runs, delivered),
      ...otherChanges(stored, delivered),
      ...contradictions(stored),
      ...stored.problems,
      ...falseAlarms(stored.runs),
      ...falseCalm(stored.runs),
      ...(stored.waiting.length > 0 ? [`${stored.waiting.length} points wait`] : []),
      ...(stored.deadLetters > 0 ? [`${stored.deadLetters} points were refused for good`] : []),
      ...(stored.givenUp > 0 ? [`${stored.givenUp} points were given up`] : []),
    ],
  };
}

/** A point of a step does not name its run, but stands at the same instant. */
function compareSteps(runs: readonly StoredRun[], delivered: Delivered): { missing: string[]; extra: string[] } {
  const instants = new Map(delivered.runs.map(({ run_id, time }) => [run_id, time]));
  const expected = runs.flatMap(({ id, probe, steps }) =>
    steps.map(([step, outcome]) => `${probe} ${step} ${outcome} at ${instants.get(id)}`),
  );
  const arrived = delivered.steps.map(({ probe, step, outcome, time }) => `${probe} ${step} ${outcome} at ${time}`);
  return { missing: without(expected, arrived), extra: without(arrived, expected) };
}

function otherVerdicts(runs: readonly StoredRun[], delivered: Delivered): string[] {
  const verdicts = new Map(delivered.runs.map(({ run_id, verdict }) => [run_id, verdict]));
  return runs
    .filter(({ id, verdict }) => verdicts.has(id) && verdicts.get(id) !== verdict)
    .map(({ id, verdict }) => `run ${id} was ${verdict} and InfluxDB says ${verdicts.get(id)}`);
}

function otherChanges(stored: Stored, delivered: Delivered): string[] {
  const expected = stored.changes.map(({ probe, to, at_ms }) => `${probe} ${to} at ${at_ms}`);
  const arrived = delivered.changes.map(({ probe, state, time }) => `${probe} ${state} at ${time.slice(0, -6)}`);
  return [
    ...without(expected, arrived).map((change) => `the change ${change} is not in InfluxDB`),
    ...without(arrived, expected).map((change) => `InfluxDB has the change ${change}, which is not stored, or has it twice`),
  ];
}

/** Nothing that is done to the worker may be blamed on a target that answers. */
function falseAlarms(runs: readonly StoredRun[]): string[] {
  return runs
    .filter(({ journey, verdict }) => verdict === "down" && isOneOf(healthyJourneys, journey))
    .map(({ id, probe, cause }) => `run ${id} of ${probe} is down (${cause}), and its target was not`);
}

function falseCalm(runs: readonly StoredRun[]): string[] {
  return runs
    .filter(({ journey, verdict }) => verdict === "up" && isOneOf(failingJourneys, journey))
    .map(({ id, probe }) => `run ${id} of ${probe} is up, and what it asks for never works`);
}

function isOneOf(files: readonly string[], journey: string): boolean {
  return files.includes(basename(journey));
}
