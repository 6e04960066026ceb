import { dirname } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { JourneyDeclaration } from "../contract/config.ts";
import type { Bundle } from "../contract/job.ts";
import { inspectArgs } from "./args.ts";
import { childEnvironment } from "./env.ts";

/** What k6 knows of a script before it runs. */
export interface Inspection {
  /** `null`: a plain k6 script that does not declare its steps. */
  declaration: JourneyDeclaration | null;
  /** Selectors such as `http_req_duration{step:chat}` of the thresholds that mean nothing without a sample. */
  thresholds: string[];
  /** One iteration of one VU: the journey's end marker is the end of the run. */
  singleIteration: boolean;
}

/** k6 refused a script, or its declaration is not one; the message is k6's own. */
export class InspectError extends Error {
  override name = "InspectError";
}

const declarationSchema = z.strictObject({
  steps: z.record(
    z.string(),
    z.strictObject({
      needs: z.array(z.string()),
      budgetMs: z.number().positive().nullable(),
      limitsMs: z.record(z.string(), z.number().positive()).default({}),
    }),
  ),
  budgetMs: z.number().positive().nullable().default(null),
});

const optionsSchema = z.object({
  ext: z.object({ sonde: declarationSchema.optional() }).nullish(),
  thresholds: z.record(z.string(), z.array(z.union([z.string(), z.object({ threshold: z.string() })]))).nullish(),
  vus: z.number().nullish(),
  iterations: z.number().nullish(),
  duration: z.unknown(),
  stages: z.unknown(),
  scenarios: z.unknown(),
});

const inspectTimeoutMs = 30_000;

/** Reads a bundle's options through `k6 inspect`. Throws `InspectError`. */
export async function inspect(
  k6: string,
  bundle: Bundle,
  env: Record<string, string>,
  environment: Record<string, string | undefined>,
): Promise<Inspection> {
  const options = optionsSchema.safeParse(await printedOptions(k6, bundle, env, environment));
  if (!options.success) throw new InspectError(mistakesIn(options.error));
  return {
    declaration: options.data.ext?.sonde ?? null,
    thresholds: thresholdsInNeedOfSamples(options.data.thresholds ?? {}),
    singleIteration: isSingle(options.data),
  };
}

/** What `k6 inspect` prints of a bundle, with more arguments. Throws `InspectError`. */
export async function printedOptions(
  k6: string,
  bundle: Bundle,
  env: Record<string, string>,
  environment: Record<string, string | undefined>,
  more: readonly string[] = [],
): Promise<unknown> {
  const directory = dirname(bundle.journey);
  const result = await execa(k6, inspectArgs(more), {
    input: bundle.code,
    cwd: directory,
    env: childEnvironment(environment, env, directory),
    extendEnv: false,
    reject: false,
    timeout: inspectTimeoutMs,
  });
  if (result.failed) throw new InspectError(reasonIn(result.stderr) || (result.originalMessage ?? result.shortMessage));
  return parseJson(result.stdout);
}

/** A script's declaration is its author's; in the rest k6 has already found what it does not like. */
function mistakesIn(error: z.ZodError): string {
  const isDeclared = error.issues.every(({ path }) => path[0] === "ext");
  const what = isDeclared ? "options.ext.sonde is not a declaration" : "k6 inspect printed options in an unknown form";
  return `${what}: ${z.prettifyError(error)}`;
}

/** A counter that nothing was added to is 0, and k6 says so; any other threshold without samples it calls kept. */
function thresholdsInNeedOfSamples(thresholds: NonNullable<z.infer<typeof optionsSchema>["thresholds"]>): string[] {
  return Object.entries(thresholds)
    .filter(([, conditions]) =>
      conditions.some((given) => !/^\s*count\b/.test(typeof given === "string" ? given : given.threshold)),
    )
    .map(([selector]) => selector);
}

function isSingle({ vus, iterations, duration, stages, scenarios }: z.infer<typeof optionsSchema>): boolean {
  return (vus ?? 1) === 1 && (iterations ?? 1) === 1 && !duration && !stages && !scenarios;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InspectError(`k6 inspect printed no JSON: ${text.slice(0, 200)}`, { cause });
  }
}

const logLine = z.object({ level: z.string(), msg: z.string() });

function reasonIn(stderr: string): string {
  for (const line of stderr.split("\n").toReversed()) {
    const parsed = logLine.safeParse(tryJson(line));
    if (parsed.success && parsed.data.level === "error") return parsed.data.msg.trim();
  }
  return stderr.trim();
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
