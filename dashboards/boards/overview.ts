import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { board } from "../grafana/board.ts";
import { boardUids } from "../grafana/names.ts";
import type { DashboardSettings } from "../settings.ts";
import { whatHappened } from "./annotations.ts";
import { stepTable, latencyHeatMap, latencyOverTime } from "./latency-panels.ts";
import { budgetLeft, openIncidents, probesNow, stateTimeline, uptimeTiles } from "./state-panels.ts";
import { linkVariables, objectiveVariable, whatIsProbed } from "./variables.ts";

/** Where a day begins: what is broken now, since when, and how slow the rest is. */
export function overview(settings: DashboardSettings): Dashboard {
  return board({
    uid: boardUids.overview,
    title: "Sonde: overview",
    description: "State, uptime, error budget and latency of everything that is probed. Home of Sonde's dashboards.",
    from: "now-6h",
    refresh: "30s",
    variables: [...whatIsProbed(), objectiveVariable(), ...linkVariables(settings)],
    annotations: whatHappened(),
    rows: [
      {
        title: "Now",
        panels: [
          [15, 10, probesNow(1)],
          [9, 10, openIncidents(2)],
        ],
      },
      {
        title: "Over the range",
        panels: [
          [24, 9, stateTimeline(3)],
          [12, 7, uptimeTiles(4)],
          [12, 7, budgetLeft(5)],
        ],
      },
      {
        title: "Latency",
        panels: [
          [12, 10, latencyOverTime({ id: 6, rank: 50 })],
          [12, 10, latencyOverTime({ id: 7, rank: 95 })],
          [24, 10, latencyHeatMap(8)],
          [24, 11, stepTable(9)],
        ],
      },
    ],
  });
}
