import type { JourneyDeclaration } from "../../worker/contract/config.ts";
import type { StepEnd } from "../../worker/contract/markers.ts";
import type { StepContext } from "./context.ts";
import type { Mask } from "./mask.ts";
import type { StepRecord } from "./record.ts";
import { type Ran, runStep, skipStep } from "./run-step.ts";

/** The steps of one journey. */
export interface RunStep<Name extends string> {
  run: <T>(name: Name, run: (s: StepContext) => Promise<T> | T) => Promise<T | undefined>;
  /** Reports a step as blocked. */
  block: (name: Name, reason: string) => void;
  /** Waits for the steps that somebody forgot to await. */
  settled(): Promise<void>;
}

type Outcomes = Map<string, StepEnd["outcome"]>;

export function createSteps<Name extends string>(
  { steps }: JourneyDeclaration,
  mask: Mask,
  context: (record: StepRecord) => StepContext,
): RunStep<Name> {
  const outcomes: Outcomes = new Map();
  const running = new Set<Promise<unknown>>();

  async function perform<T>(name: Name, run: (s: StepContext) => Promise<T> | T): Promise<T | undefined> {
    const declared = steps[name];
    const unmet = declared?.needs.find((need) => outcomes.get(need) !== "passed");
    const ran: Ran<T> =
      unmet !== undefined && outcomes.has(unmet)
        ? skipStep(name, `needs "${unmet}", which did not pass`)
        : await runStep(name, mask, context, declared && unmet === undefined ? run : () => refuse(name, unmet));
    keepWorst(outcomes, name, ran.outcome);
    return ran.value;
  }

  return {
    run(name, run) {
      const ran = perform(name, run);
      running.add(ran);
      return ran;
    },
    block(name, reason) {
      keepWorst(outcomes, name, skipStep(name, reason).outcome);
    },
    async settled() {
      await Promise.allSettled(running);
    },
  };
}

function refuse(name: string, unmet: string | undefined): never {
  if (unmet === undefined) throw new Error(`The step "${name}" is not declared: add it to the steps of declare().`);
  throw new Error(`The step "${name}" needs "${unmet}", which has not ended yet: await it before.`);
}

function keepWorst(outcomes: Outcomes, name: string, outcome: StepEnd["outcome"]): void {
  const before = outcomes.get(name);
  if (before === undefined || before === "passed") outcomes.set(name, outcome);
}
