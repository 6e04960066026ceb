import type { Grafana } from "./client.ts";
import { type DashboardJson, findDashboard, saveDashboard } from "./dashboard.ts";
import { type Folder, findFolder, makeFolder } from "./folder.ts";
import { GrafanaError } from "./grafana-error.ts";
import { type Plan, planOf } from "./plan.ts";

/** What a push would do, or did. */
export interface Push {
  /** `isNew`: Grafana has none of that uid yet. */
  folder: Folder & { isNew: boolean };
  plans: Plan[];
}

/** Reads what Grafana has of these dashboards, and changes nothing. */
export async function planPush(grafana: Grafana, dashboards: readonly DashboardJson[], wanted: Folder): Promise<Push> {
  const folder = await findFolder(grafana, wanted.uid);
  const plans: Plan[] = [];
  for (const dashboard of dashboards)
    plans.push(planOf(dashboard, await findDashboard(grafana, dashboard.uid), folder?.uid ?? wanted.uid));
  return { folder: { ...(folder ?? wanted), isNew: folder === null }, plans };
}

const mostTries = 3;

/**
 * Does what was planned, one dashboard after the other, and tells of each that is saved. Rejects before the first change when one is
 * blocked: half a set is worse than none.
 */
export async function carryOut(
  grafana: Grafana,
  { folder, plans }: Push,
  message: string,
  saved: (plan: Plan) => void,
): Promise<void> {
  const blocked = plans.flatMap((plan) => (plan.kind === "blocked" ? [`${plan.dashboard.uid}: ${plan.why}`] : []));
  if (blocked.length > 0) throw new GrafanaError("mistake", `Nothing was changed. ${blocked.join("; ")}.`);
  if (folder.isNew) await makeFolder(grafana, { uid: folder.uid, title: folder.title });
  for (const plan of plans) {
    await save(grafana, plan, folder.uid, message);
    saved(plan);
  }
}

/** Somebody may save the same dashboard meanwhile: it is read and compared anew. */
async function save(grafana: Grafana, planned: Plan, folderUid: string, message: string): Promise<void> {
  const { dashboard } = planned;
  let plan = planned;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    if (plan.kind === "same") return;
    if (plan.kind === "blocked") throw new GrafanaError("mistake", `${dashboard.uid}: ${plan.why}.`);
    const over = plan.kind === "update" ? plan.found : null;
    if ((await saveDashboard(grafana, { dashboard, folderUid, over, message })) === "saved") return;
    plan = planOf(dashboard, await findDashboard(grafana, dashboard.uid), folderUid);
  }
  throw new GrafanaError(
    "passing",
    `${dashboard.uid} was changed by somebody else each of ${mostTries} times that it was to be saved: try again.`,
  );
}
