import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import type { DashboardSettings } from "../settings.ts";
import { chat } from "./chat.ts";
import { coldStart } from "./cold-start.ts";
import { iterationsBoard } from "./iterations.ts";
import { journey } from "./journey.ts";
import { load } from "./load.ts";
import { overview } from "./overview.ts";
import { worker } from "./worker.ts";

/** Every dashboard, in the order in which people should find them. */
export function allBoards(settings: DashboardSettings): Dashboard[] {
  return [overview(settings), journey(settings), chat(), coldStart(settings), iterationsBoard(), load(settings), worker()];
}
