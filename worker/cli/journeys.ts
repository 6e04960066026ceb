import { checkDeclarations } from "../config/declarations.ts";
import type { Config, JourneyDeclaration, Target } from "../contract/config.ts";
import type { Bundle } from "../contract/job.ts";
import type { Problem } from "../contract/problem.ts";
import { BundleError, bundle, stopBundling } from "../k6/bundle.ts";
import { InspectError, type Inspection, inspect } from "../k6/inspect.ts";
import { maskShapes } from "../kit/secret-shapes.ts";
import { runEnvironment } from "./run-environment.ts";

/** A journey, ready to run. */
export interface Journey {
  bundle: Bundle;
  inspection: Inspection;
}

export interface PreparedJourneys {
  /** By absolute path of the source. */
  journeys: Map<string, Journey>;
  problems: Problem[];
}

/** A journey to prepare, and a target it runs against: scripts may read the target's settings while they load. */
export interface JourneyUse {
  journey: string;
  target: Target | null;
  env: Record<string, string>;
}

/** Bundles and inspects every journey once; those that fail become problems. */
export async function prepareJourneys(uses: readonly JourneyUse[], k6: string): Promise<PreparedJourneys> {
  const journeys = new Map<string, Journey>();
  const problems: Problem[] = [];
  const unique = new Map(uses.map((use) => [use.journey, use]));
  await Promise.all(
    [...unique.values()].map(async (use) => {
      try {
        journeys.set(use.journey, await prepareJourney(use, k6));
      } catch (error) {
        problems.push(problemOf(use.journey, error));
      }
    }),
  );
  await stopBundling();
  return { journeys, problems };
}

/** Throws `BundleError` or `InspectError`. */
async function prepareJourney({ journey, target, env }: JourneyUse, k6: string): Promise<Journey> {
  const bundled = await bundle(journey);
  const ids = { runId: "inspect", traceId: "0".repeat(32) };
  return { bundle: bundled, inspection: await inspect(k6, bundled, runEnvironment(target, { env }, ids), process.env) };
}

/** Every journey of a configuration, ready to run; all problems at once. */
export async function prepareFor(config: Config, file: string, k6: string): Promise<PreparedJourneys> {
  const uses = config.probes.map(({ journey, target, env }) => ({ journey, env, target: config.targets[target] ?? null }));
  const { journeys, problems } = await prepareJourneys(uses, k6);
  return { journeys, problems: [...problems, ...checkDeclarations(config, declarationsOf(journeys), file)] };
}

/** By absolute path of the source. */
export function declarationsOf(journeys: ReadonlyMap<string, Journey>): Map<string, JourneyDeclaration | null> {
  return new Map([...journeys].map(([path, { inspection }]) => [path, inspection.declaration]));
}

function problemOf(file: string, error: unknown): Problem {
  if (error instanceof BundleError)
    return { file, path: "", found: error.message, expected: "a script that esbuild can bundle", paste: null };
  if (error instanceof InspectError)
    return { file, path: "", found: maskShapes(error.message), expected: "a script that k6 can load", paste: null };
  throw error;
}
