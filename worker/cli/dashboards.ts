import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Grafana, createGrafana } from "../grafana/client.ts";
import { type DashboardJson, dashboardForm } from "../grafana/dashboard.ts";
import { dataSourcesOf, missingDataSources } from "../grafana/data-sources.ts";
import { GrafanaError } from "../grafana/grafana-error.ts";
import type { Plan } from "../grafana/plan.ts";
import { carryOut, planPush } from "../grafana/push.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { parseDuration } from "../kit/duration.ts";
import { createRedactor } from "../kit/redact.ts";
import { differenceLines } from "./difference-lines.ts";
import { Exit, exitCodes } from "./exit.ts";
import { grafanaToken, grafanaUrl } from "./grafana-access.ts";
import { packageFolder } from "./package-folder.ts";
import { version } from "./version.ts";

export interface DashboardOptions {
  url?: string;
  tokenFile?: string;
  folder?: string;
  timeout?: string;
}

const ownFolder = { uid: "sonde", title: "Sonde" };

/** Makes or updates Sonde's dashboards in Grafana, and touches no other. Returns the exit code. */
export async function pushDashboards(options: DashboardOptions): Promise<number> {
  return withGrafana(options, async (grafana) => {
    const dashboards = generated();
    const plan = await planPush(grafana, dashboards, folderOf(options));
    await carryOut(grafana, plan, `Sonde ${version}`, (done) => console.log(`${done.dashboard.uid}: ${pastOf(done)}`));
    for (const uid of await missingDataSources(grafana, dataSourcesOf(dashboards)))
      console.error(`Grafana has no data source with the uid ${uid}: until it has, the panels stay empty.`);
    return exitCodes.fine;
  });
}

/** Says what a push would change. Returns the exit code: 1 when something would. */
export async function diffDashboards(options: DashboardOptions): Promise<number> {
  return withGrafana(options, async (grafana) => {
    const { folder, plans } = await planPush(grafana, generated(), folderOf(options));
    if (folder.isNew) console.log(`folder ${folder.uid}: would be made, as "${folder.title}"`);
    for (const plan of plans) console.log(futureOf(plan).join("\n"));
    return !folder.isNew && plans.every(({ kind }) => kind === "same") ? exitCodes.fine : exitCodes.down;
  });
}

async function withGrafana(options: DashboardOptions, use: (grafana: Grafana) => Promise<number>): Promise<number> {
  const token = grafanaToken(options.tokenFile);
  const grafana = createGrafana({ url: grafanaUrl(options.url), token, timeoutMs: timeoutOf(options) }, createRedactor([token]));
  try {
    return await use(grafana);
  } catch (error) {
    if (!(error instanceof GrafanaError)) throw error;
    throw new Exit(error.kind === "mistake" ? exitCodes.configuration : exitCodes.notMeasured, error.message, { cause: error });
  }
}

function timeoutOf({ timeout = "15s" }: DashboardOptions): number {
  const ms = parseDuration(timeout);
  if (ms === null || ms <= 0) throw new Exit(exitCodes.configuration, `--timeout "${timeout}": write it as 15s or 1m`);
  return ms;
}

function folderOf({ folder }: DashboardOptions): { uid: string; title: string } {
  if (folder === undefined) return ownFolder;
  if (/^[\w-]{1,40}$/.test(folder)) return { uid: folder, title: folder };
  throw new Exit(
    exitCodes.configuration,
    `--folder "${folder}": a folder's uid has 1 to 40 letters, digits, - and _; its address shows it`,
  );
}

/** What `npm run dashboards` wrote, and the package holds. */
function generated(): DashboardJson[] {
  const folder = join(packageFolder, "dashboards/generated");
  const names = readdirSync(folder, { encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => dashboardForm.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))));
}

function pastOf(plan: Plan): string {
  switch (plan.kind) {
    case "create":
      return "created";
    case "update":
      return `updated, ${countOf(plan.changes.length)}`;
    case "same":
      return "as it should be";
    case "blocked":
      return plan.why;
    default:
      return exhaustive(plan);
  }
}

function futureOf(plan: Plan): string[] {
  const { uid } = plan.dashboard;
  switch (plan.kind) {
    case "create":
      return [`${uid}: would be created`];
    case "update":
      return [`${uid}: would be updated, ${countOf(plan.changes.length)}`, ...differenceLines(plan.changes)];
    case "same":
      return [`${uid}: as it should be`];
    case "blocked":
      return [`${uid}: cannot be pushed: ${plan.why}`];
    default:
      return exhaustive(plan);
  }
}

function countOf(changes: number): string {
  return changes === 1 ? "1 difference" : `${changes} differences`;
}
