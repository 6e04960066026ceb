import { within, picked, tagIs } from "../influxql/condition.ts";
import { value } from "../influxql/expression.ts";
import { select } from "../influxql/select.ts";
import { colours } from "../grafana/colours.ts";
import { byGrain } from "../grafana/grain.ts";
import { stateWords } from "../grafana/mappings.ts";
import { column } from "../grafana/override.ts";
import { target } from "../grafana/target.ts";
import { steps } from "../grafana/thresholds.ts";
import { arrange, whereMissing } from "../grafana/transformations.ts";
import type { Placeable } from "../panels/common.ts";
import { stat } from "../panels/stat.ts";
import { colouredText, instant, table } from "../panels/table.ts";
import { timeline } from "../panels/timeline.ts";
import { errorBudgetLeft, newestRuns, statesOverTime, uptime } from "../queries/state.ts";
import { runLinks, toProbe, toProbeOfSeries } from "./run-links.ts";

const daysLeft = {
  mode: "absolute",
  steps: [{ color: colours.broken }, { value: 7, color: colours.slow }, { value: 21, color: colours.well }],
};

export function probesNow(id: number): Placeable {
  return table({
    id,
    title: "Probes now: state and failing step",
    description:
      "The newest run of each probe within the range: its state, the step that fails now, and what that step saw. Blame says whose " +
      "fault it is: of what is not measured, the target has none. A probe's name leads to its journey.",
    unit: "none",
    targets: [target("A", newestRuns(), { format: "table" })],
    transformations: [
      arrange({
        State: "State",
        probe: "Probe",
        "Failing step": "Failing step",
        Cause: "Cause",
        Blame: "Blame",
        Duration: "Duration",
        Time: "Last run",
        target: "Target",
        location: "Location",
        Revision: "Revision",
        "TLS days left": "TLS days left",
        Run: "Run",
        Trace: "Trace",
      }),
    ],
    overrides: [
      column("State", { mappings: stateWords, "custom.cellOptions": { type: "color-background" }, "custom.width": 105 }),
      column("Probe", { links: [toProbe()], "custom.width": 140 }),
      column("Failing step", { "custom.width": 120 }),
      column("Cause", { "custom.minWidth": 220 }),
      column("Duration", { unit: "ms", decimals: 0, "custom.width": 90 }),
      column("Last run", instant),
      column("TLS days left", { unit: "none", thresholds: daysLeft, ...colouredText }),
      ...runLinks(),
    ],
    sortBy: { column: "State", descending: true },
    noValue: "No run within the range",
  });
}

export function openIncidents(id: number): Placeable {
  const incidents = select("incident", {
    columns: {
      Incident: value("title"),
      Suspect: value("component"),
      Confidence: value("confidence"),
      Evidence: value("text"),
      Target: value("target"),
      Id: value("id"),
      Ended: value("ended_ms"),
    },
    where: [within("30d"), picked("target"), tagIs("state", "open")],
    newestFirst: true,
    limit: 50,
  });
  return table({
    id,
    title: "Open incidents",
    description:
      "Problems of the last 30 days that are not over, whatever the range, with the component that is the likeliest cause and how sure " +
      "that is. Empty when nothing is confirmed to be down.",
    unit: "none",
    targets: [target("A", incidents, { format: "table" })],
    transformations: [whereMissing("Ended"), arrange({ Time: "Since", Incident: "Incident", Suspect: "Suspect" }, ["Ended"])],
    overrides: [column("Since", instant), column("Confidence", { unit: "percentunit", decimals: 0, "custom.width": 90 })],
    noValue: "No open incident",
  });
}

export function stateTimeline(id: number): Placeable {
  return timeline({
    id,
    title: "State of every probe",
    description:
      "The worst state in each interval: an outage of one run shows at any range. Grey: not measured, through a fault of the probe's own. " +
      "Empty: nobody measured for over an hour. A click leads to the journey.",
    unit: "none",
    targets: byGrain(statesOverTime, { format: "time_series", alias: "$tag_probe @ $tag_target" }),
    mappings: stateWords,
    thresholds: steps(colours.unknown, [1, colours.well], [2, colours.slow], [3, colours.broken]),
    links: [toProbeOfSeries()],
  });
}

export function uptimeTiles(id: number): Placeable {
  return stat({
    id,
    title: "Uptime over the range",
    description:
      "Percent of measured runs that were up or degraded. First attempts outside maintenance count; what was not measured counts neither " +
      "for nor against the target.",
    unit: "percent",
    decimals: 2,
    min: 0,
    max: 100,
    targets: byGrain(uptime, { format: "time_series", alias: "$tag_probe @ $tag_target" }),
    thresholds: steps(colours.broken, [99, colours.slow], [99.5, colours.well]),
    links: [toProbeOfSeries()],
  });
}

export function budgetLeft(id: number): Placeable {
  return stat({
    id,
    title: "Error budget left over the range",
    description:
      "What is left of the failures that the objective allows, in percent: 100 is untouched, 0 is used up, below is overdrawn. The " +
      "objective is a variable above. Choose the range that the objective is meant for.",
    unit: "percent",
    decimals: 0,
    targets: byGrain(errorBudgetLeft, { format: "time_series", alias: "$tag_probe @ $tag_target" }),
    thresholds: steps(colours.broken, [0, colours.slow], [50, colours.well]),
    links: [toProbeOfSeries()],
  });
}
