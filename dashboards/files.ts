import { allBoards } from "./boards/all.ts";
import { finish } from "./grafana/finish.ts";
import { provisioningFiles } from "./provision/files.ts";
import type { DashboardSettings } from "./settings.ts";

/** Path below `dashboards/`, with `/`, to what is in it. */
export type Files = Record<string, string>;

/** Everything that Grafana is given. */
export function generatedFiles(settings: DashboardSettings): Files {
  return { ...boardFiles(settings), ...provisioningFiles() };
}

/** One JSON a dashboard, as Grafana's file provisioning and its HTTP API take it. */
export function boardFiles(settings: DashboardSettings): Files {
  return Object.fromEntries(
    allBoards(settings).map((board) => [`generated/${board.uid}.json`, `${JSON.stringify(finish(board), null, 2)}\n`]),
  );
}
