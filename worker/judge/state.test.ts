import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProbeState } from "../contract/run.ts";
import { type State, type Verdict, verdicts } from "../contract/words.ts";
import { type Confirmation, type NextState, initialState, nextState } from "./state.ts";

const letters = new Map<string, Verdict>(Object.entries({ u: "up", g: "degraded", D: "down", e: "error", n: "no-data" }));

const verdictsOf = (runs: string) => Array.from(runs, (letter) => letters.get(letter) ?? "error");
const letterOf = (state: State) => [...letters].find(([, verdict]) => verdict === state)?.[0] ?? "?";

/** Every step of a probe's state over runs a second apart. */
function history(start: ProbeState, runs: readonly Verdict[], limits: Confirmation): NextState[] {
  const steps: NextState[] = [];
  for (const [index, verdict] of runs.entries()) {
    const current = steps.at(-1)?.state ?? start;
    steps.push(nextState(current, { verdict, cause: `run ${index + 1}`, atMs: (index + 1) * 1_000 }, limits));
  }
  return steps;
}

const inState = (state: State): ProbeState => ({ ...initialState(0), state });

/**
 * `runs` in letters: up, de-g-raded, D-own, error, no-data. `states` after each of them. `again`: runs after which the worker runs
 * again at once.
 */
const cases: { title: string; from: State; runs: string; states: string; again: string; limits?: Partial<Confirmation> }[] = [
  // confirm
  { title: "one failure is not an outage", from: "up", runs: "Du", states: "uu", again: "+-" },
  { title: "a confirmed failure is one", from: "up", runs: "DD", states: "uD", again: "+-" },
  { title: "failures must be in a row", from: "up", runs: "DuDuDD", states: "uuuuuD", again: "+-+-+-" },
  {
    title: "three failures, where three are asked for",
    from: "up",
    runs: "DDD",
    states: "uuD",
    again: "++-",
    limits: { confirm: 3 },
  },
  { title: "one failure, where one is enough", from: "up", runs: "D", states: "D", again: "-", limits: { confirm: 1 } },
  { title: "slowness is confirmed as well", from: "up", runs: "gg", states: "ug", again: "+-" },
  // recover
  { title: "one success is not a recovery", from: "down", runs: "uD", states: "DD", again: "+-" },
  { title: "a confirmed success is one", from: "down", runs: "uu", states: "Du", again: "+-" },
  { title: "one success, where one is enough", from: "down", runs: "u", states: "u", again: "-", limits: { recover: 1 } },
  { title: "a slow success is a recovery too", from: "down", runs: "ug", states: "Dg", again: "+-" },
  { title: "what is slow no more is confirmed like a failure", from: "degraded", runs: "uu", states: "gu", again: "+-" },
  // unknown
  { title: "the first success is believed", from: "unknown", runs: "u", states: "u", again: "-" },
  { title: "the first slow run is believed", from: "unknown", runs: "g", states: "g", again: "-" },
  { title: "the first failure is confirmed", from: "unknown", runs: "DD", states: "?D", again: "+-" },
  { title: "a success between first failures is believed", from: "unknown", runs: "Du", states: "?u", again: "+-" },
  // degraded and down
  { title: "from slow to down takes confirmation", from: "degraded", runs: "DD", states: "gD", again: "+-" },
  { title: "slow and down in turns is not up, and no confirmed outage", from: "up", runs: "DgDg", states: "uggg", again: "+-+-" },
  {
    title: "what gets worse is slow first and down once that is confirmed",
    from: "up",
    runs: "gDD",
    states: "ugD",
    again: "++-",
  },
  { title: "one slow run among failures", from: "up", runs: "DgD", states: "uug", again: "+++", limits: { confirm: 3 } },
  // flapping
  { title: "down and up in turns stays up", from: "up", runs: "DuDuDu", states: "uuuuuu", again: "+-+-+-" },
  { title: "up and down in turns stays down", from: "down", runs: "uDuDuD", states: "DDDDDD", again: "+-+-+-" },
  {
    title: "up and down in turns stays slow, and runs do not chase each other",
    from: "degraded",
    runs: "uDuDu",
    states: "ggggg",
    again: "++-+-",
  },
  // runs that measured nothing
  { title: "an error between two failures neither counts nor interrupts", from: "up", runs: "DeD", states: "uuD", again: "+--" },
  {
    title: "runs without data between two successes neither count nor interrupt",
    from: "down",
    runs: "unnu",
    states: "DDDu",
    again: "+---",
  },
  { title: "errors alone say nothing of the target", from: "up", runs: "eeee", states: "uuuu", again: "----" },
  { title: "errors alone leave a new probe unknown", from: "unknown", runs: "enen", states: "????", again: "----" },
];

test.each(cases)("$title: $from, then $runs, is $states", ({ from, runs, states, again, limits }) => {
  const steps = history(inState(from), verdictsOf(runs), { confirm: 2, recover: 2, ...limits });
  expect(steps.map(({ state }) => letterOf(state.state)).join("")).toBe(states);
  expect(steps.map(({ unconfirmed }) => (unconfirmed ? "+" : "-")).join("")).toBe(again);
});

describe("a state", () => {
  const limits = { confirm: 2, recover: 2 };

  test("lasts since the run that confirmed it, and tells its cause", () => {
    expect(history(inState("up"), ["down", "down"], limits).at(-1)).toEqual({
      state: { state: "down", sinceMs: 2_000, cause: "run 2", pending: null },
      changed: true,
      unconfirmed: false,
    });
  });

  test("keeps its beginning and tells the latest cause while it goes on", () => {
    const steps = history(inState("up"), ["down", "down", "down"], limits);
    expect(steps.at(-1)?.state).toMatchObject({ state: "down", sinceMs: 2_000, cause: "run 3" });
  });

  test("keeps its cause while another is only pending", () => {
    const steps = history(inState("up"), ["down", "down", "up"], limits);
    expect(steps.at(-1)?.state).toEqual({ state: "down", sinceMs: 2_000, cause: "run 2", pending: { state: "up", count: 1 } });
  });
});

const verdict = fc.constantFrom(...verdicts);
const limits = fc.record({ confirm: fc.integer({ min: 1, max: 4 }), recover: fc.integer({ min: 1, max: 4 }) });
const told = fc.constantFrom<Verdict>("up", "degraded", "down");
/** A target that flaps: a short pattern, over and over. */
const flapping = fc
  .tuple(fc.array(told, { maxLength: 2 }), fc.array(told, { minLength: 1, maxLength: 3 }))
  .map(([before, pattern]) => [...before, ...Array<Verdict[]>(15).fill(pattern).flat()]);
const life = fc.oneof(fc.array(verdict, { maxLength: 60 }), flapping);
const measured = (runs: readonly Verdict[]) => runs.filter((verdict) => verdict !== "error" && verdict !== "no-data");

describe("whatever happens", () => {
  test("runs that measured nothing change nothing", () => {
    fc.assert(
      fc.property(life, limits, fc.constantFrom<Verdict>("error", "no-data"), (runs, limits, verdict) => {
        const current = history(initialState(0), runs, limits).at(-1)?.state ?? initialState(0);
        const next = nextState(current, { verdict, cause: "ours", atMs: 1 }, limits);
        expect(next).toEqual({ state: current, changed: false, unconfirmed: false });
      }),
    );
  });

  test("the state becomes down only after `confirm` failures in a row", () => {
    fc.assert(
      fc.property(life, limits, (runs, limits) => {
        for (const [index, { state, changed }] of history(initialState(0), runs, limits).entries()) {
          if (!changed || state.state !== "down") continue;
          expect(measured(runs.slice(0, index + 1)).slice(-limits.confirm)).toEqual(Array(limits.confirm).fill("down"));
        }
      }),
    );
  });

  test("the state ends being down only after `recover` runs in a row that were not", () => {
    fc.assert(
      fc.property(life, limits, (runs, limits) => {
        const steps = history(initialState(0), runs, limits);
        for (const [index, { changed }] of steps.entries()) {
          if (!changed || steps[index - 1]?.state.state !== "down") continue;
          const last = measured(runs.slice(0, index + 1)).slice(-limits.recover);
          expect(last).toHaveLength(limits.recover);
          expect(last).not.toContain("down");
        }
      }),
    );
  });

  test("`confirm` failures in a row make any state down", () => {
    fc.assert(
      fc.property(life, limits, (runs, limits) => {
        const failures = Array<Verdict>(limits.confirm).fill("down");
        const settled = history(initialState(0), [...runs, ...failures, ...failures], limits).at(-1);
        expect(settled?.state).toMatchObject({ state: "down", pending: null });
      }),
    );
  });

  test("a run that agrees with the state leaves nothing pending", () => {
    fc.assert(
      fc.property(life, limits, (runs, limits) => {
        for (const [index, { state }] of history(initialState(0), runs, limits).entries()) {
          if (runs[index] === state.state) expect(state.pending).toBeNull();
        }
      }),
    );
  });

  test("what is pending is less than it takes, and another state", () => {
    fc.assert(
      fc.property(life, limits, (runs, limits) => {
        for (const { state, changed } of history(initialState(0), runs, limits)) {
          if (!state.pending) continue;
          expect(state.pending.state).not.toBe(state.state);
          if (!changed) expect(state.pending.count).toBeLessThan(Math.max(limits.confirm, limits.recover));
        }
      }),
    );
  });

  test("confirmations come to an end, however the target flaps", () => {
    fc.assert(
      fc.property(life, limits, (runs, limits) => {
        let burst = 0;
        for (const { unconfirmed } of history(initialState(0), runs, limits)) {
          burst = unconfirmed ? burst + 1 : 0;
          expect(burst).toBeLessThanOrEqual(2 * Math.max(limits.confirm, limits.recover));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
