import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { board } from "../grafana/board.ts";
import { boardUids } from "../grafana/names.ts";
import type { DashboardSettings } from "../settings.ts";
import { whatHappened } from "./annotations.ts";
import { latencyHeatMap, stepAgainstBudget } from "./latency-panels.ts";
import { attempts, failureCauses, failedChecks, outcomeHistory, verdictHistory } from "./run-panels.ts";
import { budgetLeft, stateTimeline, uptimeTiles } from "./state-panels.ts";
import { phasesOfSteps, phasesOverTime, waterfall } from "./step-panels.ts";
import { linkVariables, locationVariable, objectiveVariable, probeVariable, stepVariable, targetVariable } from "./variables.ts";

/** One probe: which step, since when, how slow, and why. */
export function journey(settings: DashboardSettings): Dashboard {
  const choices = [targetVariable("one"), locationVariable(), probeVariable("one"), stepVariable(), objectiveVariable()];
  return board({
    uid: boardUids.journey,
    title: "Sonde: journey",
    description:
      "One probe from the outside in: its steps, their phases, outcomes and failures. Range and target come along by links.",
    from: "now-6h",
    refresh: "30s",
    variables: [...choices, ...linkVariables(settings)],
    annotations: whatHappened(),
    rows: [
      {
        title: "$probe",
        panels: [
          [12, 6, stateTimeline(1)],
          [6, 6, uptimeTiles(2)],
          [6, 6, budgetLeft(3)],
          [14, 8, outcomeHistory(4)],
          [10, 8, waterfall(5)],
        ],
      },
      {
        title: "Failures",
        panels: [
          [24, 9, failureCauses(6)],
          [24, 9, failedChecks(7)],
          [12, 7, verdictHistory(8)],
          [12, 7, attempts(9)],
        ],
      },
      {
        title: "Where the time goes",
        panels: [
          [10, 9, phasesOfSteps(10)],
          [14, 9, phasesOverTime(11)],
          [24, 8, latencyHeatMap(12)],
        ],
      },
      { title: "Steps against their budgets", panels: [[8, 8, stepAgainstBudget(13)]] },
    ],
  });
}
