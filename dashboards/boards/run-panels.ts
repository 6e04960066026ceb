import { colours } from "../grafana/colours.ts";
import { byGrain } from "../grafana/grain.ts";
import { outcomeWords, stepStateWords, verdictWords } from "../grafana/mappings.ts";
import { type Override, column, fixed } from "../grafana/override.ts";
import { target } from "../grafana/target.ts";
import { steps } from "../grafana/thresholds.ts";
import { arrange } from "../grafana/transformations.ts";
import type { Placeable } from "../panels/common.ts";
import { lines } from "../panels/lines.ts";
import { colouredText, hiddenColumn, instant, table } from "../panels/table.ts";
import { timeline } from "../panels/timeline.ts";
import { failedSteps, outcomesOverTime } from "../queries/outcome.ts";
import { attemptsOverTime, failedRuns, verdictsOfRollups, verdictsOverTime } from "../queries/runs.ts";
import { runLinks, toRun } from "./run-links.ts";

export function outcomeHistory(id: number): Placeable {
  return timeline({
    id,
    title: "Outcome of every step",
    description:
      "The worst outcome of each step in each interval. A step is blocked when one that it needs failed, and not reached when the run ended " +
      "before it: neither says anything of the step itself.",
    unit: "none",
    targets: byGrain(outcomesOverTime, { format: "time_series", alias: "$tag_step" }),
    mappings: stepStateWords,
    thresholds: steps(colours.blocked, [1, colours.well], [2, colours.slow], [3, colours.broken]),
  });
}

export function failureCauses(id: number): Placeable {
  return table({
    id,
    title: "Why runs were not up",
    description:
      "The newest 200 runs within the range that were not up, with what the failing step saw. The time leads to this run's steps alone; run and " +
      "trace id lead to wherever run_url and logs_url say.",
    unit: "none",
    targets: [target("A", failedRuns(), { format: "table" })],
    transformations: [arrange({ Time: "Time", Verdict: "Verdict", Step: "Failing step", Cause: "Cause" })],
    overrides: [
      column("Time", { ...instant, links: [toRun()] }),
      column("Verdict", { mappings: verdictWords, ...colouredText, "custom.width": 110 }),
      column("Failing step", { "custom.width": 120 }),
      column("Cause", { "custom.minWidth": 300 }),
      column("Blame", { "custom.width": 80 }),
      column("Attempt", { "custom.width": 75 }),
      column("Duration", { unit: "ms", decimals: 0, "custom.width": 90 }),
      column("Ended", hiddenColumn),
      ...runLinks(),
    ],
    noValue: "No run failed within the range",
  });
}

export function failedChecks(id: number): Placeable {
  return table({
    id,
    title: "Steps that did not pass, and their checks",
    description:
      "The newest 200 steps within the range that failed, were slow, blocked or not reached: how many of their checks failed, and what was " +
      "seen instead. A close code says how a WebSocket ended.",
    unit: "none",
    targets: [target("A", failedSteps(), { format: "table" })],
    transformations: [arrange({ Time: "Time", Step: "Step", Outcome: "Outcome", Cause: "Cause" })],
    overrides: [
      column("Time", instant),
      column("Step", { "custom.width": 120 }),
      column("Outcome", { mappings: outcomeWords, ...colouredText, "custom.width": 110 }),
      column("Cause", { "custom.minWidth": 300 }),
      column("Duration", { unit: "ms", decimals: 0 }),
    ],
    noValue: "Every step passed within the range",
  });
}

const verdictColours: Override[] = Object.entries({
  up: colours.well,
  degraded: colours.slow,
  down: colours.broken,
  error: colours.unknown,
  "no-data": colours.faint,
  "not measured": colours.unknown,
}).map(([verdict, color]) => column(verdict, { color: fixed(color) }));

export function verdictHistory(id: number): Placeable {
  return lines({
    id,
    title: "Runs by verdict",
    description:
      "How many runs ended how, in each interval. Error and no-data are faults of the probe's own, and never count against the target. Long ranges show first attempts alone.",
    unit: "short",
    decimals: 0,
    style: "bars",
    stacked: true,
    legend: ["sum"],
    targets: [
      ...byGrain((_, speaks) => verdictsOverTime(speaks), { format: "time_series", alias: "$tag_verdict", only: ["raw"] }),
      ...byGrain((grain, speaks) => verdictsOfRollups(grain === "1h" ? "1h" : "5m", speaks), {
        format: "time_series",
        alias: "$col",
        only: ["5m", "1h"],
        first: "B",
      }),
    ],
    overrides: verdictColours,
  });
}

export function attempts(id: number): Placeable {
  return lines({
    id,
    title: "Attempts",
    description:
      "First attempts follow the schedule; confirmations follow a failure or a recovery within seconds, and change the state when they agree. " +
      "Many of them without an outage: the target flickers.",
    unit: "short",
    decimals: 0,
    style: "bars",
    stacked: true,
    legend: ["sum"],
    targets: [
      target("A", attemptsOverTime("first"), { format: "time_series", alias: "$col" }),
      target("B", attemptsOverTime("later"), { format: "time_series", alias: "$col" }),
    ],
    overrides: [
      column("first attempts", { color: fixed(colours.calm) }),
      column("confirmations", { color: fixed(colours.slow) }),
    ],
  });
}
