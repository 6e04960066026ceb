import type { ObservedCheck, StepEnd } from "../../worker/contract/markers.ts";
import { env, setEnv } from "./env.ts";
import { type Sample, takenSamples } from "./samples.ts";
import { setSecrets } from "./secrets.ts";

/** What a journey reported. */
export interface Report {
  ends: Record<string, StepEnd>;
  outcomes: Record<string, string>;
  /** Check name to what was seen when it failed; `null` for one that passed. */
  checks: Record<string, string | null>;
  samples: Sample[];
  /** What the journey's function threw at k6. */
  thrown: unknown;
}

export const secrets = { email: "probe@example.com", password: "correct horse", proxyToken: "proxy-token-1" };

/** Runs a journey's default function against the stubs and reads what it reported. */
export async function perform(run: () => Promise<void>): Promise<Report> {
  setEnv(env);
  setSecrets(secrets);
  takenSamples();
  const thrown = await run().catch((error: unknown) => error);
  return { ...readReport(takenSamples()), thrown };
}

export function readReport(samples: Sample[]): Omit<Report, "thrown"> {
  const ends = samples.filter(({ metric }) => metric === "sonde_step_ended").map(({ document }) => document as StepEnd);
  const checks = samples.filter(({ metric }) => metric === "checks");
  return {
    samples,
    ends: Object.fromEntries(ends.map((end) => [end.step, end])),
    outcomes: Object.fromEntries(ends.map(({ step, outcome }) => [step, outcome])),
    checks: Object.fromEntries(checks.map((sample) => [sample.tags["check"] ?? "", seen(sample)])),
  };
}

function seen({ value, document }: Sample): string | null {
  return value === 1 ? null : (document as ObservedCheck).observed;
}
