import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exportK8s } from "../load/export/k8s-export.ts";
import { k8sName } from "../load/export/k8s-name.ts";
import { podsFor } from "../load/export/pods.ts";
import { exportScript } from "../load/export/script-export.ts";
import { peakOf } from "../load/stages.ts";
import { problemsExit } from "./configuration.ts";
import { Exit, exitCodes } from "./exit.ts";
import type { LoadOptions } from "./load-options.ts";
import type { ReadyLoad } from "./load-prepare.ts";

/** Writes the load for others to put on, to standard output or into `--report FOLDER`. Returns the exit code. */
export async function exportLoad(ready: ReadyLoad, { export: kind, report: folder }: LoadOptions): Promise<number> {
  if (kind === "k8s") return give("load.yaml", await k8s(ready), folder);
  if (kind === "script") return give("load.js", await script(ready), folder);
  throw new Exit(exitCodes.configuration, `--export ${kind} is none: write --export k8s or --export script.`);
}

function script({ bundle: { code }, profile, target, env, secrets }: ReadyLoad): Promise<string> {
  return exportScript({ code, options: null, profile, target: target.name, variables: env, secrets: Object.keys(secrets) });
}

async function k8s(ready: ReadyLoad): Promise<string> {
  const { bundle, plan, profile, target, env, secrets, maxVUs, ratePerS } = ready;
  const name = k8sName("sonde", profile, target.name);
  const keys = Object.keys(secrets);
  const written = await exportK8s({
    code: bundle.code,
    options: null,
    name,
    namespace: null,
    journey: bundle.journey,
    parallelism: podsFor({ ratePerS: plan ? peakOf(plan.stages) : ratePerS, vus: maxVUs }),
    image: null,
    variables: env,
    secret: keys.length === 0 ? null : { name: `${name}-secrets`, keys },
  });
  if (written.kind === "too-large") throw problemsExit([written.problem]);
  return written.yaml;
}

function give(name: string, text: string, folder: string | undefined): number {
  if (folder === undefined) {
    process.stdout.write(text);
    return exitCodes.fine;
  }
  mkdirSync(resolve(folder), { recursive: true });
  const path = join(folder, name);
  const was = existsSync(path);
  writeFileSync(path, text);
  console.error(`${was ? "Written again" : "Written"}: ${path}`);
  return exitCodes.fine;
}
