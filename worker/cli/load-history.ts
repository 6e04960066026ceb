import { loadComparisonText } from "../report/load/text-compare.ts";
import { loadListText } from "../report/load/text-list.ts";
import { loadText } from "../report/load/text-show.ts";
import { type CommonOptions, configuredInPart } from "./configuration.ts";
import { openExisting } from "./existing-store.ts";
import { Exit, exitCodes } from "./exit.ts";
import { compareLoads } from "./load-compare.ts";
import { claimFiles, writeFiles } from "./load-files.ts";
import type { LoadOptions } from "./load-options.ts";
import { recordOf, reportOf } from "./load-report-of.ts";
import { paintFor } from "./paint.ts";

const shown = 50;

/** `sonde load list`: the last runs, newest first. */
export async function listLoads({ profile, ...options }: CommonOptions & { profile?: string }): Promise<number> {
  const store = openExisting(await configuredInPart(options));
  try {
    const runs = store.loads.list({ target: options.target ?? null, profile: profile ?? null }, shown);
    console.log(loadListText(runs, paintFor(process.stdout)));
    return exitCodes.fine;
  } finally {
    store.close();
  }
}

/** `sonde load show RUN`: its report again, on the terminal and into files. */
export async function showLoad(
  run: string,
  options: Pick<LoadOptions, "config" | "target" | "report" | "json" | "junit">,
): Promise<number> {
  const store = openExisting(await configuredInPart(options));
  try {
    const report = reportOf(run, store);
    if (report === null) throw unknownRun(run);
    claimFiles(options);
    if (options.json !== "-") console.log(loadText(report, paintFor(process.stdout)));
    const paths = writeFiles(report, options);
    if (paths.length > 0) console.error(`Written: ${paths.join(", ")}`);
    return exitCodes.fine;
  } finally {
    store.close();
  }
}

/** `sonde load compare A B`: what changed from the first to the second. Exit code 1 when something got worse. */
export async function compareTwo(before: string, after: string, options: CommonOptions): Promise<number> {
  const config = await configuredInPart(options);
  const store = openExisting(config);
  try {
    const [baseline, current] = [before, after].map((run) => recordOf(run, store) ?? fail(run));
    if (!baseline || !current) return exitCodes.configuration;
    const comparison = compareLoads(baseline, current, config);
    console.log(loadComparisonText(baseline.summary, current.summary, comparison, paintFor(process.stdout)));
    return comparison.verdict === "regression" ? exitCodes.down : exitCodes.fine;
  } finally {
    store.close();
  }
}

function fail(run: string): never {
  throw unknownRun(run);
}

function unknownRun(run: string): Exit {
  return new Exit(exitCodes.configuration, `No load run has the id ${run}: \`sonde load list\` shows them.`);
}
