import { z } from "zod";
import type { Grafana } from "./client.ts";
import { understood } from "./dashboard.ts";
import { saidIn } from "./explain.ts";
import { GrafanaError } from "./grafana-error.ts";

export interface Folder {
  uid: string;
  title: string;
}

const form = z.object({ uid: z.string(), title: z.string() });

/** `null`: Grafana has none of that uid. */
export async function findFolder(grafana: Grafana, uid: string): Promise<Folder | null> {
  const body = await grafana.get(`/api/folders/${encodeURIComponent(uid)}`);
  return body === null ? null : understood(form, body, `folder ${uid}`);
}

/** Makes it; one that somebody makes at the same time will do. */
export async function makeFolder(grafana: Grafana, folder: Folder): Promise<Folder> {
  const { status, body } = await grafana.post("/api/folders", folder, [409, 412]);
  if (status === 200) return understood(form, body, `folder ${folder.uid}`);
  const found = await findFolder(grafana, folder.uid);
  if (found) return found;
  throw new GrafanaError(
    "mistake",
    `Grafana does not make a folder "${folder.title}" (${status}): ${saidIn(body) ?? "it does not say why"}. Rename the other one, or name yours by its uid (--folder).`,
  );
}
