import { z } from "zod";
import type { Grafana } from "./client.ts";
import type { DashboardJson } from "./dashboard.ts";
import { GrafanaError } from "./grafana-error.ts";

const reference = z.looseObject({ type: z.literal("influxdb"), uid: z.string() });

/** Uids of the InfluxDB data sources that dashboards read. */
export function dataSourcesOf(dashboards: readonly DashboardJson[]): string[] {
  return [...new Set(dashboards.flatMap(uidsIn))].sort();
}

function uidsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = reference.safeParse(value);
  return own.success ? [own.data.uid] : Object.values(value).flatMap(uidsIn);
}

/** Those that Grafana does not have. Of a token that may not know nothing is missing. */
export async function missingDataSources(grafana: Grafana, uids: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const uid of uids) {
    try {
      if ((await grafana.get(`/api/datasources/uid/${encodeURIComponent(uid)}`)) === null) missing.push(uid);
    } catch (error) {
      if (!(error instanceof GrafanaError)) throw error;
    }
  }
  return missing;
}
