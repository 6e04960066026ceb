import { isResponse, showBody, showStatus } from "./answer.ts";
import type { Seen } from "./expect.ts";
import type { Mask } from "./mask.ts";
import { markCheck } from "./marker.ts";
import type { StepRecord } from "./record.ts";
import { show } from "./show.ts";

/** Check names, static texts that occur once in a step, to what they ask. */
export type Checks<Subject> = Record<string, (subject: Subject) => boolean | Seen>;

const maxObserved = 1_000;

/**
 * Makes every check and returns whether all passed. One that throws has failed: `r.json()` of an error page is the target's
 * fault, not the script's.
 */
export function runChecks<Subject>(record: StepRecord, mask: Mask, subject: Subject, checks: Checks<Subject>): boolean {
  let allPassed = true;
  for (const [name, test] of Object.entries(checks)) {
    claimName(record, name);
    const { passed, observed } = see(name, subject, test);
    markCheck(record.step, name, passed, passed ? "" : mask.start(observed, maxObserved));
    if (!passed) record.failed = true;
    allPassed &&= passed;
  }
  return allPassed;
}

function claimName({ checkNames, step }: StepRecord, name: string): void {
  if (checkNames.has(name)) {
    throw new Error(`The check "${name}" occurs twice in the step "${step}": give each its own name.`);
  }
  checkNames.add(name);
}

function see<Subject>(name: string, subject: Subject, test: (subject: Subject) => boolean | Seen): Seen {
  let result: unknown;
  try {
    result = test(subject);
  } catch (error) {
    const thrown = error instanceof Error ? error.message : String(error);
    return { passed: false, observed: `${name}: could not be told, ${thrown} (saw ${showSubject(subject)})` };
  }
  if (result instanceof Promise) throw new Error(`The check "${name}" is async: await first, then check what came.`);
  if (isSeen(result)) return result;
  return { passed: result === true, observed: `${name} (saw ${showSubject(subject)})` };
}

function isSeen(result: unknown): result is Seen {
  return result !== null && typeof result === "object" && "passed" in result && "observed" in result;
}

function showSubject(subject: unknown): string {
  if (!isResponse(subject)) return show(subject);
  return subject.status === 0 ? `no response, ${subject.error}` : `${showStatus(subject)} ${showBody(subject)}`;
}
