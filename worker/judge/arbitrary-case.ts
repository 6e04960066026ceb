import fc, { type Arbitrary } from "fast-check";
import type { Observed, ObservedStep } from "../contract/observed.ts";
import type { RunResult } from "../contract/result.ts";
import type { Check, Request, StepTimings } from "../contract/run.ts";
import type { Case } from "./case.ts";
import { fakeContact, fakeObserved, fakeObservedStep, results } from "./fake-case.ts";

/** Mostly what is harmless, so that cases with one or two faults are common and clean ones not rare. */
function rarely<T>(harmless: T, arbitrary: Arbitrary<T>): Arbitrary<T> {
  return fc.oneof({ arbitrary: fc.constant(harmless), weight: 9 }, { arbitrary, weight: 1 });
}

const text = fc.oneof(fc.string(), fc.constantFrom("dial: connection refused", "no JSON", "__proto__", "constructor"));
const texts = fc.array(text, { minLength: 1, maxLength: 3 });
const orNull = <T>(arbitrary: Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const ms = fc.double({ noNaN: true });
const names = fc.constantFrom("sign-in", "dashboard", "chat", "__proto__", "constructor", "toString");
const measureNames = fc.constantFrom("first_answer_ms", "full_answer_ms", "constructor");
const count = fc.nat({ max: 5 });

const check: Arbitrary<Check> = fc
  .record({ name: text, passes: count, fails: rarely(0, count), observed: orNull(text) })
  .map((given) => ({ ...given, passed: given.fails === 0 }));

const request: Arbitrary<Request> = fc.record({
  name: text,
  method: fc.constantFrom("GET", "POST", "WS"),
  status: fc.constantFrom(0, 200, 404, 500, 503),
  durationMs: ms,
  remoteAddress: orNull(text),
  error: orNull(text),
});

const timings: Arbitrary<StepTimings> = fc.record({
  blockedMs: orNull(ms),
  connectingMs: orNull(ms),
  tlsMs: orNull(ms),
  sendingMs: orNull(ms),
  waitingMs: orNull(ms),
  receivingMs: orNull(ms),
});

const ended: Arbitrary<ObservedStep["ended"]> = fc.record({
  outcome: rarely<"passed" | "failed" | "blocked">("passed", fc.constantFrom("failed", "blocked")),
  occurrences: count,
  reason: orNull(text),
  exception: rarely<string | null>(null, text),
  evidence: fc.constant({}),
});

const step: Arbitrary<ObservedStep> = fc
  .record({
    name: names,
    started: count,
    ended: orNull(ended),
    open: rarely(false, fc.boolean()),
    durationsMs: fc.array(ms, { maxLength: 3 }),
    timings,
    status: orNull(fc.integer()),
    closeCode: orNull(fc.integer()),
    bytesReceived: orNull(ms),
    checks: fc.array(check, { maxLength: 3 }),
    requests: fc.array(request, { maxLength: 3 }),
    network: rarely<string | null>(null, text),
    measures: fc.dictionary(measureNames, fc.double({ min: 0, max: 1e6, noNaN: true }), { maxKeys: 2, noNullPrototype: true }),
    lastStartedAtMs: ms,
  })
  .map(fakeObservedStep);

const observed: Arbitrary<Observed> = fc
  .record({
    steps: fc.uniqueArray(step, { maxLength: 4, selector: ({ name }) => name }),
    requests: count,
    responses: count,
    badResponses: rarely(0, count),
    exceptions: rarely<string[]>([], texts),
    failures: rarely<string[]>([], texts),
    aborted: rarely<string | null>(null, text),
    thresholdsCrossed: rarely<string[]>([], texts),
    thresholdsWithoutSamples: rarely<string[]>([], texts),
    journeyEnded: fc.boolean(),
    lastError: orNull(text),
    unreadableLines: rarely(0, count),
    tooManySteps: rarely(false, fc.boolean()),
    contact: count.map((answers) => fakeContact({ answers })),
    journeyMs: orNull(fc.double({ min: 0, max: 1e6, noNaN: true })),
  })
  .map(fakeObserved);

const budget = orNull(fc.double({ min: 1, max: 1e6, noNaN: true }));
const limits = fc.dictionary(measureNames, fc.double({ min: 1, max: 1e6, noNaN: true }), { maxKeys: 1, noNullPrototype: true });
const declared = fc.record({
  needs: fc.constant<string[]>([]),
  budgetMs: budget,
  limitsMs: rarely<Record<string, number>>({}, limits),
});

const anyResult: Arbitrary<RunResult> = rarely<RunResult>(results.clean, fc.constantFrom(...Object.values(results)));

/** Whatever a run can have said and however it can have ended, consistent or not. */
export const anyCase: Arbitrary<Case> = fc.record({
  result: anyResult,
  observed,
  declaration: fc.option(fc.record({ steps: fc.dictionary(names, declared, { maxKeys: 2 }), budgetMs: budget }), { nil: null }),
  budgets: rarely<Record<string, number>>({}, fc.dictionary(names, fc.double({ min: 1, noNaN: true }), { maxKeys: 2 })),
  budgetMs: rarely<number | null>(null, budget),
  canaryReached: fc.constantFrom(true, false, null),
});
