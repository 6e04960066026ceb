import { interval } from "../influxql/select.ts";
import { colours } from "../grafana/colours.ts";
import { type Override, column, fixed } from "../grafana/override.ts";
import { target } from "../grafana/target.ts";
import { arrange } from "../grafana/transformations.ts";
import { bars } from "../panels/bars.ts";
import type { Placeable } from "../panels/common.ts";
import { lines } from "../panels/lines.ts";
import { newestSteps } from "../queries/outcome.ts";
import { meanPhases, phases } from "../queries/phases.ts";

export function waterfall(id: number): Placeable {
  return bars({
    id,
    title: "Waterfall of the newest run",
    description:
      "When each step of the newest run within the range began, and how long it took. Steps side by side ran at once. For another run, click on " +
      "its time in the table of failures: the range becomes that run.",
    unit: "ms",
    decimals: 0,
    min: 0,
    across: "Step",
    stacked: true,
    legend: false,
    targets: [target("A", newestSteps(), { format: "table" })],
    transformations: [
      arrange({ step: "Step", began: "began after", took: "took" }, ["Time"]),
      { id: "sortBy", options: { fields: {}, sort: [{ field: "began after", desc: false }] } },
    ],
    overrides: [
      column("began after", { color: fixed(colours.clear), "custom.fillOpacity": 0 }),
      column("took", { color: fixed(colours.well) }),
    ],
  });
}

const phaseColours: Record<(typeof phases)[number], string> = {
  "waiting for DNS and a slot": colours.unknown,
  connecting: colours.blocked,
  TLS: colours.other,
  sending: colours.faint,
  waiting: colours.well,
  receiving: colours.calm,
};

function inColour(): Override[] {
  return phases.map((phase) => column(phase, { color: fixed(phaseColours[phase]) }));
}

const phaseNote =
  "Waiting is the target at work. k6's blocked time contains connecting and TLS: what is shown of it is the rest, so that nothing counts twice.";

export function phasesOfSteps(id: number): Placeable {
  return bars({
    id,
    title: "Phases of each step",
    description: `Average time of each step's requests over the range, phase by phase. ${phaseNote}`,
    unit: "ms",
    decimals: 1,
    min: 0,
    across: "Step",
    stacked: true,
    targets: [target("A", meanPhases(["step"]), { format: "table" })],
    transformations: [arrange({ step: "Step" }, ["Time"])],
    overrides: inColour(),
  });
}

export function phasesOverTime(id: number): Placeable {
  return lines({
    id,
    title: "Phases over time",
    description: `The same over time, averaged over the chosen steps. ${phaseNote}`,
    unit: "ms",
    min: 0,
    stacked: true,
    legend: ["mean", "max"],
    targets: [target("A", meanPhases([interval]), { format: "time_series", alias: "$col" })],
    overrides: inColour(),
  });
}
