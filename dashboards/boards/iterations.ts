import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { board } from "../grafana/board.ts";
import { colours } from "../grafana/colours.ts";
import { bucketPoints, bucketSwitches, byGrain } from "../grafana/grain.ts";
import { boardUids } from "../grafana/names.ts";
import { column, columns, fixed } from "../grafana/override.ts";
import { target } from "../grafana/target.ts";
import { steps } from "../grafana/thresholds.ts";
import { arrange, oneTable, without } from "../grafana/transformations.ts";
import { choice } from "../grafana/variables.ts";
import { bars } from "../panels/bars.ts";
import type { Placeable } from "../panels/common.ts";
import { stat } from "../panels/stat.ts";
import { instant, table } from "../panels/table.ts";
import { chosenSteps } from "../queries/chosen.ts";
import { type Side, boundary, failures, iterationLabels, iterationStart, iterations, on } from "../queries/iteration.ts";
import { stepLatency } from "../queries/latency.ts";
import { uptime } from "../queries/state.ts";
import { whatHappened } from "./annotations.ts";
import { latencyOverTime } from "./latency-panels.ts";
import { outcomeHistory } from "./run-panels.ts";
import { locationVariable, probeVariable, stepVariable, targetVariable } from "./variables.ts";

const sides = ["before", "after"] as const;
const sideNote =
  "Before: from the beginning of the range until the chosen iteration began. After: from then on. Choose a range that holds both, and no other iteration.";

/** Whether the last deployment made it better. */
export function iterationsBoard(): Dashboard {
  return board({
    uid: boardUids.iterations,
    title: "Sonde: iterations",
    description:
      "Before and after a deployment, step by step. An iteration is the time between two deployments; without any, all is after.",
    from: "now-7d",
    refresh: "5m",
    variables: [targetVariable("one"), locationVariable(), probeVariable(), stepVariable(), ...iterationVariables()],
    annotations: whatHappened(),
    rows: [
      {
        title: "Before and after $iteration",
        panels: [
          [12, 6, uptimeOf(1, "before")],
          [12, 6, uptimeOf(2, "after")],
          [15, 12, stepsCompared(3)],
          [9, 12, failuresCompared(4)],
        ],
      },
      {
        title: "Over time",
        panels: [
          [12, 10, latencyOverTime({ id: 5, rank: 95 })],
          [12, 10, outcomeHistory(6)],
          [24, 8, iterationTable(7)],
        ],
      },
    ],
  });
}

function iterationVariables() {
  return [
    choice({
      name: "iteration",
      label: "Iteration",
      description: "Whose beginning parts before from after. The newest comes first.",
      query: iterationLabels(),
      choose: "one",
      asFound: true,
    }),
    choice({
      name: boundary,
      label: "Boundary",
      description: "When the chosen iteration began, in epoch milliseconds.",
      query: iterationStart(),
      choose: "one",
      hidden: true,
    }),
  ];
}

function uptimeOf(id: number, side: Side): Placeable {
  return stat({
    id,
    title: `Uptime ${side}`,
    description: `Percent of measured runs that were up or degraded. ${sideNote}`,
    unit: "percent",
    decimals: 2,
    min: 0,
    max: 100,
    targets: byGrain((grain, speaks) => uptime(grain, speaks, [on(side)]), { format: "time_series", alias: "$tag_probe" }),
    thresholds: steps(colours.broken, [99, colours.slow], [99.5, colours.well]),
    noValue: side === "before" ? "Nothing was measured before" : "Nothing was measured since",
  });
}

function stepsCompared(id: number): Placeable {
  const targets = sides.flatMap((side, index) =>
    byGrain(
      (grain, speaks) =>
        stepLatency(grain, speaks, {
          ranks: { [`p50 ${side}`]: 50, [`p95 ${side}`]: 95 },
          where: [...chosenSteps, on(side)],
          by: ["probe", "step"],
        }),
      { format: "table", first: index === 0 ? "A" : "D", switches: bucketSwitches },
    ),
  );
  const change = {
    id: "calculateField",
    options: {
      mode: "binary",
      alias: "p95 after / before",
      reduce: { reducer: "sum" },
      binary: { left: "p95 after", operator: "/", right: "p95 before" },
    },
  };
  const order = {
    probe: "Probe",
    step: "Step",
    "p50 before": "p50 before",
    "p50 after": "p50 after",
    "p95 before": "p95 before",
  };
  return table({
    id,
    title: "Steps before and after",
    description: `Percentiles of each step on both sides, and by how much the p95 changed: over 1 is slower. ${sideNote}`,
    unit: "ms",
    decimals: 0,
    targets,
    maxDataPoints: bucketPoints,
    transformations: [without("Time"), oneTable(), arrange({ ...order, "p95 after": "p95 after" }), change],
    overrides: [
      columns("^(Probe|Step)$", { unit: "none" }),
      column("p95 after / before", {
        unit: "none",
        decimals: 2,
        "custom.cellOptions": { type: "color-background" },
        thresholds: {
          mode: "absolute",
          steps: [
            { color: colours.well },
            { value: 0.9, color: colours.unknown },
            { value: 1.1, color: colours.slow },
            { value: 1.5, color: colours.broken },
          ],
        },
      }),
    ],
    sortBy: { column: "p95 after / before", descending: true },
  });
}

function failuresCompared(id: number): Placeable {
  return bars({
    id,
    title: "Failures before and after",
    description: `How often each step of the chosen probes failed. ${sideNote} Mind how long each side is.`,
    unit: "short",
    decimals: 0,
    min: 0,
    across: "Step",
    targets: sides.map((side, index) => target(index === 0 ? "A" : "B", failures(side), { format: "table" })),
    transformations: [without("Time"), oneTable(), arrange({ step: "Step", before: "before", after: "after" })],
    overrides: [column("before", { color: fixed(colours.unknown) }), column("after", { color: fixed(colours.broken) })],
    noValue: "No step failed within the range",
  });
}

function iterationTable(id: number): Placeable {
  return table({
    id,
    title: "Iterations",
    description: "Those that began within the range, the newest first: what was deployed, and until when it ran.",
    unit: "none",
    targets: [target("A", iterations(), { format: "table" })],
    transformations: [arrange({ Time: "Began", Iteration: "Iteration", Revision: "Revision", Ended: "Ended" })],
    overrides: [column("Began", instant), column("Ended", instant)],
    noValue: "No iteration began within the range",
  });
}
