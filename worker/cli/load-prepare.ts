import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { v7 as uuidv7 } from "uuid";
import type { Config, JourneyDeclaration, Target } from "../contract/config.ts";
import type { Bundle } from "../contract/job.ts";
import type { Gate, LoadPlan, MixEntry } from "../contract/load.ts";
import { type LoadRunSettings, runVariables, userSecret } from "../contract/settings.ts";
import { bundleText, stopBundling } from "../k6/bundle.ts";
import { type LoadInspection, inspectLoad } from "../k6/inspect-load.ts";
import { mixEntry } from "../k6/mix-entry.ts";
import { execOf } from "../load/plan-scenario.ts";
import { planLoad } from "../load/plan.ts";
import { type Configured, problemsExit } from "./configuration.ts";
import { Exit, exitCodes } from "./exit.ts";
import { type Journey, prepareJourneys } from "./journeys.ts";
import { defaultGates } from "./load-gates.ts";
import { type Wanted, wantedJourneys } from "./load-mix.ts";
import type { LoadOptions } from "./load-options.ts";
import { profileNamed } from "./load-profile.ts";
import { scriptProblems } from "./load-script.ts";
import { runEnvironment } from "./run-environment.ts";

/** A load run, ready to be put on. */
export interface ReadyLoad {
  id: string;
  config: Config;
  target: Target;
  /** Name of the profile; of a script that plans its own load, the script's. */
  profile: string;
  journeys: Wanted[];
  bundle: Bundle;
  env: Record<string, string>;
  secrets: Record<string, string>;
  /** `null`: a script that plans its own load. */
  plan: LoadPlan | null;
  endsAtBrokenGate: boolean;
  gates: Gate[];
  /** Of the script. */
  thresholds: Record<string, string[]>;
  maxVUs: number;
  ratePerS: number;
  /** Graceful stops included. */
  durationMs: number;
  declarations: ReadonlyMap<string, JourneyDeclaration | null>;
}

/** How long an iteration of a wanted journey takes, in milliseconds; `null`: nobody knows. */
export type UsualMs = (wanted: Wanted) => number | null;

/** Bundles, plans and checks what the command names; ends it with all problems at once. */
export async function prepareLoad(
  words: readonly string[],
  options: LoadOptions,
  { config, file }: Configured,
  k6: string,
  usualMs: UsualMs,
): Promise<ReadyLoad> {
  const target = config.targets[config.target];
  if (!target) throw new Exit(exitCodes.configuration, `The target ${config.target} is not in ${file}.`);
  const { wanted, problems } = wantedJourneys(words, config, file);
  if (problems.length > 0) throw problemsExit(problems);
  const { journeys, problems: broken } = await prepareJourneys(
    wanted.map(({ file, probe }) => ({ journey: file, target, env: probe?.env ?? {} })),
    k6,
  );
  if (broken.length > 0) throw problemsExit(broken);
  const id = uuidv7();
  const settings = loadSettings(config, target);
  const env = {
    ...runEnvironment(target, { env: {} }, { runId: id, traceId: randomBytes(16).toString("hex") }),
    [runVariables.load]: JSON.stringify(settings.run),
  };
  const common = { id, config, target, journeys: wanted, env, secrets: { ...target.secrets, ...settings.secrets } };
  const script = await ownLoad(wanted, journeys, env, k6);
  return script
    ? { ...common, ...(await scriptLoad(script, common, options, file)) }
    : { ...common, ...(await mixLoad(wanted, journeys, { config, file, options, env, k6, usualMs })) };
}

interface Script {
  wanted: Wanted;
  journey: Journey;
  inspection: LoadInspection;
}

/** The script, where one was named that plans its own load; `null`: a mix. */
async function ownLoad(
  wanted: readonly Wanted[],
  journeys: ReadonlyMap<string, Journey>,
  env: Record<string, string>,
  k6: string,
): Promise<Script | null> {
  const [only] = wanted;
  const journey = only && journeys.get(only.file);
  if (wanted.length !== 1 || !only || !journey || journey.inspection.declaration !== null) return null;
  const inspection = await inspectLoad(k6, journey.bundle, env, process.env);
  return inspection.hasOwnLoad ? { wanted: only, journey, inspection } : null;
}

async function scriptLoad(
  { wanted, journey, inspection }: Script,
  { config }: { config: Config },
  options: LoadOptions,
  file: string,
) {
  const problems = scriptProblems(wanted, inspection, config.load.ceiling, options, file);
  if (problems.length > 0) throw problemsExit(problems);
  return {
    profile: wanted.name,
    bundle: journey.bundle,
    plan: null,
    endsAtBrokenGate: false,
    // A script has thresholds of its own; gates that name no step of others hold for it too.
    gates: config.load.gates ?? [],
    thresholds: inspection.thresholds,
    maxVUs: inspection.maxVUs,
    ratePerS: inspection.peakPerS ?? 0,
    durationMs: inspection.durationMs,
    declarations: new Map<string, JourneyDeclaration | null>(),
  };
}

interface MixSite {
  config: Config;
  file: string;
  options: LoadOptions;
  env: Record<string, string>;
  k6: string;
  usualMs: UsualMs;
}

async function mixLoad(wanted: readonly Wanted[], journeys: ReadonlyMap<string, Journey>, site: MixSite) {
  const { config, file, options, usualMs } = site;
  const profile = profileNamed(options.profile ?? "smoke", config);
  const declarations = new Map(wanted.map(({ name, file }) => [name, journeys.get(file)?.inspection.declaration ?? null]));
  const mix = wanted.map((one): MixEntry => {
    const iterationMs = usualMs(one) ?? expectedMs(declarations.get(one.name) ?? null);
    return { journey: one.name, weight: one.weight, iterationMs, exec: null, startMs: 0 };
  });
  const { ceiling } = config.load;
  const { plan, problems } = planLoad({ profile, mix, ratePerS: rateOf(options, config), ceiling, file });
  if (plan === null) throw problemsExit(problems);
  const scenarios = Object.fromEntries(
    wanted.map(({ name, probe }) => [name, { ...plan.options.scenarios[name], ...(probe && { env: probe.env }) }]),
  );
  const entry = mixEntry(
    wanted.map(({ name, file }) => ({ file, exec: plan.options.scenarios[name]?.exec ?? execOf(name) })),
    { scenarios },
    plan.thinkTimeMs,
  );
  // Relative paths of `open()` start beside the first journey.
  const bundle = await bundleText(entry, { folder: dirname(wanted[0]?.file ?? file), name: "sonde-load.ts" });
  await stopBundling();
  return {
    profile: profile.name,
    bundle,
    plan,
    endsAtBrokenGate: profile.endsAtBrokenGate,
    gates: config.load.gates ?? defaultGates(declarations),
    thresholds: {},
    maxVUs: plan.maxVUs,
    ratePerS: plan.ratePerS,
    durationMs: plan.durationMs + profile.gracefulStopMs,
    declarations,
  };
}

function rateOf({ rate }: LoadOptions, { load }: Config): number {
  if (rate === undefined) return load.ratePerS;
  const value = Number(rate);
  if (/^\d+(\.\d+)?$/.test(rate) && value > 0) return value;
  throw new Exit(exitCodes.configuration, `--rate ${rate} is no number of iterations per second: write --rate 10 or --rate 0.5.`);
}

/** Where no run has told: half of what the journey allows itself, since a budget is what must not be needed. */
function expectedMs(declaration: JourneyDeclaration | null): number {
  const budgets = Object.values(declaration?.steps ?? {}).map(({ budgetMs }) => budgetMs ?? 1_000);
  const allowed = declaration?.budgetMs ?? budgets.reduce((sum, budget) => sum + budget, 0);
  return Math.max(500, allowed / 2);
}

/** What the kit has to know, and the secrets of the users. */
function loadSettings({ load: { users } }: Config, _target: Target): { run: LoadRunSettings; secrets: Record<string, string> } {
  if (users === null) return { run: { users: null }, secrets: {} };
  const names = Object.keys(users[0] ?? {});
  const secrets = users.flatMap((user, at) => names.map((name) => [userSecret(name, at), user[name] ?? ""] as const));
  return { run: { users: { count: users.length, secrets: names } }, secrets: Object.fromEntries(secrets) };
}
