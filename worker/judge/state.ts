import type { ProbeState } from "../contract/run.ts";
import type { State, Verdict } from "../contract/words.ts";

/** How many runs in a row it takes to change a state. */
export interface Confirmation {
  confirm: number;
  recover: number;
}

export interface NextState {
  state: ProbeState;
  /** The state is another one now. */
  changed: boolean;
  /** This run disagrees with the state, and more runs must before it changes: run again at once. */
  unconfirmed: boolean;
}

export function initialState(nowMs: number): ProbeState {
  return { state: "unknown", sinceMs: nowMs, cause: null, pending: null };
}

/**
 * What a run makes of a probe's state. Runs that measured nothing (`error`, `no-data`) leave it alone, and so should the caller for
 * runs in maintenance.
 */
export function nextState(
  current: ProbeState,
  run: { verdict: Verdict; cause: string | null; atMs: number },
  { confirm, recover }: Confirmation,
): NextState {
  const seen = stateOf(run.verdict);
  if (seen === null) return { state: current, changed: false, unconfirmed: false };
  if (seen === current.state) {
    return { state: { ...current, cause: run.cause, pending: null }, changed: false, unconfirmed: false };
  }
  const count = current.pending && isSameTurn(current.pending.state, seen, current.state) ? current.pending.count + 1 : 1;
  if (count >= needed(current.state, seen, { confirm, recover })) {
    return { state: { state: seen, sinceMs: run.atMs, cause: run.cause, pending: null }, changed: true, unconfirmed: false };
  }
  return { state: { ...current, pending: { state: seen, count } }, changed: false, unconfirmed: true };
}

function stateOf(verdict: Verdict): Exclude<State, "unknown"> | null {
  return verdict === "error" || verdict === "no-data" ? null : verdict;
}

/** Leaving `down`, up and degraded are both a recovery; otherwise only the same state counts on. */
function isSameTurn(pending: State, seen: State, current: State): boolean {
  return pending === seen || (current === "down" && pending !== "down");
}

function needed(from: State, to: State, { confirm, recover }: Confirmation): number {
  if (from === "down") return recover;
  if (from === "unknown" && to !== "down") return 1;
  return confirm;
}
