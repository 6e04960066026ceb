import type { ProbeState } from "../../../worker/contract/run.ts";
import { initialState, nextState } from "../../../worker/judge/state.ts";
import { confirmation } from "./configuration.ts";
import type { Stored, StoredChange, StoredState } from "./stored.ts";

/**
 * Replays the stored runs in the order in which they were stored, and tells where the stored states, changes and runs differ from
 * what the rules make of them. Runs of `once` change no state.
 */
export function contradictions({ runs, states, changes }: Pick<Stored, "runs" | "states" | "changes">): string[] {
  const replayed = new Map<string, ProbeState>();
  const expected: StoredChange[] = [];
  const wrong: string[] = [];
  for (const { probe, verdict, cause, started_at_ms: atMs, id, confirmed_down, trigger } of runs) {
    if (trigger === "once") continue;
    const before = replayed.get(probe) ?? initialState(atMs);
    const { state, changed } = nextState(before, { verdict, cause, atMs }, confirmation);
    replayed.set(probe, state);
    if (changed) expected.push({ probe, from: before.state, to: state.state, at_ms: atMs, cause });
    if (wasStoredLate(cause)) continue;
    if ((confirmed_down === 1) !== (state.state === "down")) wrong.push(`run ${id} says confirmed_down=${confirmed_down}`);
  }
  const statesNow = [...replayed].map(([probe, { state, sinceMs, cause, pending }]) => {
    return { probe, state, since_ms: sinceMs, cause, pending };
  });
  return [
    ...wrong,
    ...differences("states", states.filter(saysSomething).map(shownState), statesNow.filter(saysSomething).map(shownState)),
    ...differences("changes", changes.map(shownChange), expected.map(shownChange)),
  ];
}

/** Such a run says what was true when it was made, not when it was stored. */
function wasStoredLate(cause: string | null): boolean {
  return cause?.startsWith("the store did not take this run") ?? false;
}

/** A probe of which nothing was measured yet is unknown, whether that is written down or not. */
function saysSomething({ state, pending }: StoredState): boolean {
  return state !== "unknown" || pending !== null;
}

/** When a probe began to be unknown is not to be seen in its runs. */
function shownState({ probe, state, since_ms, cause, pending }: StoredState): string {
  const since = state === "unknown" ? "its first run" : since_ms;
  return `${probe} ${state} since ${since} because ${cause}, ${pending ? `${pending.state} seen ${pending.count} times` : "certain"}`;
}

function shownChange({ probe, from, to, at_ms, cause }: StoredChange): string {
  return `${probe} from ${from} to ${to} at ${at_ms} because ${cause}`;
}

function differences(what: string, found: readonly string[], expected: readonly string[]): string[] {
  return [
    ...without(found, expected).map((one) => `${what}: ${one} is not what the runs lead to`),
    ...without(expected, found).map((one) => `${what}: ${one} is missing`),
  ];
}

/** What `these` has more of than `those`, as often as it has. */
export function without(these: readonly string[], those: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of those) left.set(one, (left.get(one) ?? 0) + 1);
  return these.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
