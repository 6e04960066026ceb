import { type Difference, differences } from "./compare.ts";
import type { DashboardJson, Found } from "./dashboard.ts";

/** What is to be done with one dashboard. `blocked`: nothing, and `why` says what stands in the way. */
export type Plan =
  | { kind: "create"; dashboard: DashboardJson }
  | { kind: "update"; dashboard: DashboardJson; found: Found; changes: Difference[] }
  | { kind: "same"; dashboard: DashboardJson }
  | { kind: "blocked"; dashboard: DashboardJson; why: string };

/** The tag that all of Sonde's dashboards have. */
const ownTag = "sonde";

/** Nothing that is not Sonde's own is ever changed, and nothing that Grafana reads from a file. */
export function planOf(dashboard: DashboardJson, found: Found | null, folderUid: string): Plan {
  if (!found) return { kind: "create", dashboard };
  if (!found.dashboard.tags.includes(ownTag)) {
    const why = `"${found.dashboard.title}" has this uid and is not Sonde's: it has no tag ${ownTag}`;
    return { kind: "blocked", dashboard, why };
  }
  const moved =
    found.folderUid === folderUid ? [] : [{ path: "folder", stored: found.folderUid || undefined, wanted: folderUid }];
  const changes = [...moved, ...differences(found.dashboard, dashboard)];
  if (changes.length === 0) return { kind: "same", dashboard };
  if (found.isProvisioned) {
    const why = "Grafana reads it from a file (provisioning), and takes it from there alone: change that file";
    return { kind: "blocked", dashboard, why };
  }
  return { kind: "update", dashboard, found, changes };
}
