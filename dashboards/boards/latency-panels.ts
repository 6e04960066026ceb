import { interval } from "../influxql/select.ts";
import { colours } from "../grafana/colours.ts";
import { bucketPoints, bucketSwitches, byGrain } from "../grafana/grain.ts";
import { column, columns, fixed } from "../grafana/override.ts";
import { steps } from "../grafana/thresholds.ts";
import { arrange, oneTable, without } from "../grafana/transformations.ts";
import type { Placeable } from "../panels/common.ts";
import { heatMap } from "../panels/heat-map.ts";
import { dashedLine, lines } from "../panels/lines.ts";
import { table } from "../panels/table.ts";
import { chosenProbes, chosenSteps } from "../queries/chosen.ts";
import { durationBuckets, stepBudget, stepLatency } from "../queries/latency.ts";

/** What stands in every description of a panel that reads roll-ups. */
const grainNote =
  "Ranges over some 9 hours read five-minute roll-ups, over some 31 hours hourly ones: percentiles then come from summed bucket counts.";

export function latencyOverTime({ id, rank }: { id: number; rank: number }): Placeable {
  const targets = byGrain(
    (grain, speaks) => stepLatency(grain, speaks, { ranks: { [`p${rank}`]: rank }, where: chosenSteps, by: [interval, "step"] }),
    { format: "time_series", alias: "$tag_step", switches: bucketSwitches },
  );
  const reading =
    rank === 50 ? "Half of the times a step took no longer." : "One time in twenty a step took longer: what users complain of.";
  return lines({
    id,
    title: `p${rank} per step`,
    description: `${reading} Over all chosen probes that have the step. ${grainNote}`,
    unit: "ms",
    min: 0,
    targets,
    maxDataPoints: bucketPoints,
  });
}

/** Of one step: a panel a chosen step. */
export function stepAgainstBudget(id: number): Placeable {
  const options = { format: "time_series", alias: "$col", switches: bucketSwitches } as const;
  const seen = { where: chosenSteps, by: [interval] };
  const targets = [
    ...byGrain((grain, speaks) => stepLatency(grain, speaks, { ...seen, ranks: { p50: 50, p95: 95 } }), options),
    ...byGrain((grain, speaks) => stepBudget(grain, speaks, seen), { ...options, first: "D" }),
  ];
  return lines({
    id,
    title: "$step against its budget",
    description: `p50 and p95 of the step. The dashed line is the budget that it was held to when it ran: over it, the run is degraded. ${grainNote}`,
    unit: "ms",
    min: 0,
    targets,
    maxDataPoints: bucketPoints,
    overrides: [
      column("p50", { color: fixed(colours.calm) }),
      column("p95", { color: fixed(colours.well) }),
      column("budget", { color: fixed(colours.slow), ...dashedLine }),
    ],
    repeat: { variable: "step", perRow: 3 },
  });
}

export function latencyHeatMap(id: number): Placeable {
  const targets = byGrain((grain, speaks) => durationBuckets(grain === "1h" ? "1h" : "5m", speaks, chosenSteps), {
    format: "table",
    only: ["5m", "1h"],
    switches: bucketSwitches,
  });
  return heatMap({
    id,
    title: "Durations of steps",
    description:
      "How many steps of the chosen probes took how long: a row is a bucket, up to the duration it is named by, a column an interval of at " +
      "least five minutes. Two bands mean two kinds of answers, such as cold and warm. From roll-ups, which follow after some minutes.",
    unit: "short",
    targets,
    maxDataPoints: bucketPoints,
    interval: "5m",
  });
}

export function stepTable(id: number): Placeable {
  const options = { format: "table", switches: bucketSwitches } as const;
  const seen = { where: chosenProbes, by: ["target", "probe", "step"] } as const;
  const beside = ["longest_ms", "measured"] as const;
  const targets = [
    ...byGrain((grain, speaks) => stepLatency(grain, speaks, { ...seen, ranks: { p50: 50, p95: 95 }, beside }), options),
    ...byGrain((grain, speaks) => stepBudget(grain, speaks, seen), { ...options, first: "D" }),
  ];
  const names = { target: "Target", probe: "Probe", step: "Step", p50: "p50", p95: "p95", budget: "Budget" };
  const budgetUsed = {
    id: "calculateField",
    options: {
      mode: "binary",
      alias: "p95 of budget",
      reduce: { reducer: "sum" },
      binary: { left: "p95", operator: "/", right: "Budget" },
    },
  };
  return table({
    id,
    title: "Steps over the range",
    description: `Percentiles of every step of the chosen probes, and how much of its budget the p95 takes: over 100 % it is degraded more than one time in twenty. ${grainNote}`,
    unit: "ms",
    decimals: 0,
    targets,
    maxDataPoints: bucketPoints,
    transformations: [
      without("Time"),
      oneTable(),
      arrange({ ...names, longest_ms: "Longest", measured: "Measured" }),
      budgetUsed,
    ],
    overrides: [
      columns("^(Target|Probe|Step)$", { unit: "none" }),
      column("Measured", { unit: "short", decimals: 0 }),
      column("p95 of budget", {
        unit: "percentunit",
        decimals: 0,
        max: 1.2,
        min: 0,
        "custom.cellOptions": { type: "gauge", mode: "basic" },
        thresholds: {
          mode: "absolute",
          steps: [{ color: colours.well }, { value: 0.8, color: colours.slow }, { value: 1, color: colours.broken }],
        },
      }),
    ],
    sortBy: { column: "p95 of budget", descending: true },
    thresholds: steps(colours.well),
  });
}
