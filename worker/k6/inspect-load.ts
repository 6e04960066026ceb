import { z } from "zod";
import type { Bundle } from "../contract/job.ts";
import { parseDuration } from "../kit/duration.ts";
import { InspectError, printedOptions } from "./inspect.ts";

/** What k6 says of the load that a script puts on, before it does. */
export interface LoadInspection {
  /** It plans its own load: scenarios, stages, or several users or iterations. */
  hasOwnLoad: boolean;
  /** Selector to its expressions. */
  thresholds: Record<string, string[]>;
  maxVUs: number;
  /** Graceful stops included. */
  durationMs: number;
  /** Iterations per second that it asks for at its highest; `null`: it has users that begin again when they are ready. */
  peakPerS: number | null;
}

const stage = z.object({ target: z.number() });

const scenario = z.object({
  executor: z.string(),
  rate: z.number().nullish(),
  startRate: z.number().nullish(),
  stages: z.array(stage).nullish(),
  timeUnit: z.string().nullish(),
});

const printed = z.object({
  maxVUs: z.number(),
  totalDuration: z.string(),
  thresholds: z.record(z.string(), z.array(z.union([z.string(), z.object({ threshold: z.string() })]))).nullish(),
  scenarios: z.record(z.string(), scenario).nullish(),
  vus: z.number().nullish(),
  iterations: z.number().nullish(),
  duration: z.unknown(),
  stages: z.unknown(),
});

/** Throws `InspectError`. */
export async function inspectLoad(
  k6: string,
  bundle: Bundle,
  env: Record<string, string>,
  environment: Record<string, string | undefined>,
): Promise<LoadInspection> {
  const options = printed.safeParse(await printedOptions(k6, bundle, env, environment, ["--execution-requirements"]));
  if (!options.success)
    throw new InspectError(`k6 inspect printed options in an unknown form: ${z.prettifyError(options.error)}`);
  const { scenarios, thresholds, maxVUs, totalDuration, vus, iterations, duration, stages } = options.data;
  const all = Object.values(scenarios ?? {});
  const rates = all.map(peakOf);
  return {
    // k6 makes one scenario `default` of a script that says nothing.
    hasOwnLoad: Boolean(duration) || Boolean(stages) || (vus ?? 1) > 1 || (iterations ?? 1) > 1 || !isTrivial(scenarios ?? {}),
    thresholds: Object.fromEntries(
      Object.entries(thresholds ?? {}).map(([name, given]) => [
        name,
        given.map((one) => (typeof one === "string" ? one : one.threshold)),
      ]),
    ),
    maxVUs,
    durationMs: parseDuration(totalDuration) ?? 0,
    peakPerS: rates.includes(null) ? null : rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0),
  };
}

function isTrivial(scenarios: Record<string, z.infer<typeof scenario>>): boolean {
  const names = Object.keys(scenarios);
  return names.length === 0 || (names.length === 1 && names[0] === "default" && !isTimed(scenarios["default"]));
}

/** k6 makes one iteration of one user into a scenario of iterations. */
function isTimed({ executor }: z.infer<typeof scenario> = { executor: "" }): boolean {
  return !executor.endsWith("-iterations");
}

function peakOf({ executor, rate, startRate, stages, timeUnit }: z.infer<typeof scenario>): number | null {
  if (!executor.endsWith("arrival-rate")) return null;
  const perMs = parseDuration(timeUnit ?? "1s") ?? 1_000;
  const highest = Math.max(rate ?? 0, startRate ?? 0, ...(stages ?? []).map(({ target }) => target));
  return (highest * 1_000) / perMs;
}
