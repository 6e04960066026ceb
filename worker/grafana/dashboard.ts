import { z } from "zod";
import type { Grafana } from "./client.ts";
import { saidIn } from "./explain.ts";
import { GrafanaError } from "./grafana-error.ts";

/** A dashboard as its JSON has it. */
export const dashboardForm = z.looseObject({ uid: z.string().min(1), title: z.string(), tags: z.array(z.string()).default([]) });
export type DashboardJson = z.infer<typeof dashboardForm>;

/** One that Grafana has. */
export interface Found {
  dashboard: DashboardJson;
  id: number;
  version: number;
  /** Empty: in none. */
  folderUid: string;
  folderTitle: string;
  /** It comes from a file of Grafana's, and the API cannot change it. */
  isProvisioned: boolean;
}

const answer = z.object({
  dashboard: dashboardForm.extend({ id: z.number(), version: z.number() }),
  meta: z.object({
    folderUid: z.string().default(""),
    folderTitle: z.string().default(""),
    provisioned: z.boolean().default(false),
  }),
});

/** `null`: Grafana has none of that uid. */
export async function findDashboard(grafana: Grafana, uid: string): Promise<Found | null> {
  const body = await grafana.get(`/api/dashboards/uid/${encodeURIComponent(uid)}`);
  if (body === null) return null;
  const { dashboard, meta } = understood(answer, body, `dashboard ${uid}`);
  const { id, version } = dashboard;
  return { dashboard, id, version, folderUid: meta.folderUid, folderTitle: meta.folderTitle, isProvisioned: meta.provisioned };
}

export interface Saving {
  dashboard: DashboardJson;
  folderUid: string;
  /** What is there now, and must not have changed since it was read. */
  over: Pick<Found, "id" | "version"> | null;
  message: string;
}

const saved = z.object({ uid: z.string(), version: z.number() });
const refused = z.object({ status: z.string() });

/** Creates or updates. `changed`: somebody saved it since it was read, and nothing was done. */
export async function saveDashboard(
  grafana: Grafana,
  { dashboard, folderUid, over, message }: Saving,
): Promise<"saved" | "changed"> {
  const sent = { ...dashboard, id: over?.id ?? null, version: over?.version ?? 0 };
  const request = { dashboard: sent, folderUid, message, overwrite: false };
  const { status, body } = await grafana.post("/api/dashboards/db", request, [400, 412]);
  if (status === 200) {
    const { uid } = understood(saved, body, `dashboard ${dashboard.uid}`);
    if (uid !== dashboard.uid) throw new GrafanaError("mistake", `Grafana saved ${dashboard.uid} as ${uid}.`);
    return "saved";
  }
  if (status === 412 && refused.safeParse(body).data?.status === "version-mismatch") return "changed";
  throw new GrafanaError(
    "mistake",
    `Grafana does not take dashboard ${dashboard.uid} (${status}): ${saidIn(body) ?? "it does not say why"}.`,
  );
}

export function understood<T>(form: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = form.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue ? `${issue.path.join(".")}: ${issue.message}` : "";
  throw new GrafanaError("mistake", `Grafana's answer about ${what} is not understood (${place}): is it Grafana 10 or later?`);
}
