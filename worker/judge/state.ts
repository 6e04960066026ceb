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
  const streak = current.pending && isSameTurn(current.pending.state, seen, current.state) ? current.pending : null;
  const count = (streak?.count ?? 0) + 1;
  const next = current.state === "down" ? seen : milder(streak?.state ?? seen, seen);
  if (count < needed(current.state, next, { confirm, recover })) {
    const pending = { state: next, count };
    return { state: { ...current, pending }, changed: false, unconfirmed: isWorthConfirming(current.pending?.state, seen) };
  }
  const pending = next === seen ? null : { state: seen, count: 1 };
  const state = { state: next, sinceMs: run.atMs, cause: run.cause, pending };
  return { state, changed: true, unconfirmed: pending !== null };
}

type Measured = Exclude<State, "unknown">;

function stateOf(verdict: Verdict): Measured | null {
  return verdict === "error" || verdict === "no-data" ? null : verdict;
}

/** Slow and down are both not up, up and slow are both not down; what is slow can turn either way. */
function isSameTurn(pending: State, seen: Measured, current: State): boolean {
  return pending === seen || current === "up" || current === "down";
}

/** Runs of which only some were down confirm no outage, but that the probe is not up. */
function milder(pending: State, seen: Measured): Measured {
  return pending === "degraded" ? pending : seen;
}

/** A failure always is; a success that contradicts one is not, or the runs of a flapping target would chase each other. */
function isWorthConfirming(pending: State | undefined, seen: Measured): boolean {
  return seen !== "up" || pending !== "down";
}

function needed(from: State, to: State, { confirm, recover }: Confirmation): number {
  if (from === "down") return recover;
  if (from === "unknown" && to !== "down") return 1;
  return confirm;
}
