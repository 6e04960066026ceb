import type { JourneyDeclaration } from "../../worker/contract/config.ts";
import type { Leftover } from "../../worker/contract/markers.ts";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "./context.ts";
import type { Declared } from "./declare.ts";
import { type RunSettings, readRunSettings, variable } from "./env.ts";
import { created, removed } from "./leftover.ts";
import { markJourneyEnded } from "./marker.ts";
import { createMask } from "./mask.ts";
import { createNote } from "./note.ts";
import { outgoingHeaders } from "./outgoing.ts";
import { type ReadSecret, createReadSecret } from "./secrets.ts";
import { createStepContext } from "./step-context.ts";
import { type RunStep, createSteps } from "./steps.ts";

/** What a journey's function works with. */
export interface JourneyContext<Name extends string> {
  /**
   * Runs a declared step and gives what its function returned. Never rejects: a step that failed, or was blocked by one that
   * did, is reported as such, and the journey goes on. Independent steps may run in parallel with `Promise.all`.
   */
  step: <T>(name: Name, run: (s: StepContext) => Promise<T> | T) => Promise<T | undefined>;
  /** Reports a declared step as blocked, for a reason that no `needs` can say. */
  block: (name: Name, reason: string) => void;
  target: TargetSettings;
  /** A secret of the target: `email`, `password`, and what its configuration names. */
  secret: ReadSecret;
  runId: string;
  /** How long the step usually takes when the target is warm; `null`: no warm run is known. */
  warmMs: (step: string) => number | null;
  /** A variable of the probe's `env` in the configuration. */
  variable: (name: string, fallback: string) => string;
  /**
   * Says, before it is made, that the target is about to hold something that must not stay. Resolves when it is on record: whatever
   * ends the run after that, `sonde cleanup` finds it.
   */
  created: (leftover: Leftover) => Promise<void>;
  /** Says that it is gone, or never came to be. */
  removed: (leftover: Leftover) => void;
  /** Names of what `sonde cleanup` wants removed. */
  leftovers: readonly string[];
  /** Writes a line into the run's log. */
  note: (text: string) => void;
}

/**
 * Makes the default function of a journey.
 *
 *     export default journey(options, async ({ step, target }) => {
 *       const session = await step("sign-in", async (s) => { …; return { token }; });
 *       await step("dashboard", (s) => { const { token } = s.need(session); … });
 *     });
 *
 * Whatever happens in it, the last thing that k6 reports is that the journey ended.
 */
export function journey<Name extends string>(
  options: Declared<Name>,
  run: (context: JourneyContext<Name>) => Promise<unknown>,
): () => Promise<void> {
  const declaration: JourneyDeclaration = options.ext.sonde;
  return async () => {
    try {
      await perform(declaration, currentSettings(), run);
    } finally {
      markJourneyEnded();
    }
  };
}

/** Of this VU under load, where they never change and reading them takes its time. */
let settingsUnderLoad: RunSettings | null = null;

function currentSettings(): RunSettings {
  const settings = settingsUnderLoad ?? readRunSettings();
  if (settings.load !== null) settingsUnderLoad = settings;
  return settings;
}

async function perform<Name extends string>(
  declaration: JourneyDeclaration,
  settings: RunSettings,
  run: (context: JourneyContext<Name>) => Promise<unknown>,
): Promise<void> {
  const mask = createMask();
  const secret = createReadSecret(mask, settings.load);
  const headers = await outgoingHeaders(settings, secret);
  const steps: RunStep<Name> = createSteps(declaration, mask, (record) => createStepContext(record, mask, headers));
  try {
    await run({
      step: steps.run,
      block: steps.block,
      target: settings.target,
      secret,
      runId: settings.runId,
      warmMs: (step) => settings.warm.get(step) ?? null,
      variable,
      created,
      removed,
      leftovers: settings.leftovers,
      note: createNote(mask),
    });
  } finally {
    await steps.settled();
  }
}
