import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { board } from "../grafana/board.ts";
import { colours } from "../grafana/colours.ts";
import { byGrain } from "../grafana/grain.ts";
import { verdictWords } from "../grafana/mappings.ts";
import { boardUids } from "../grafana/names.ts";
import { column, fixed } from "../grafana/override.ts";
import { type TargetOptions, target } from "../grafana/target.ts";
import { steps } from "../grafana/thresholds.ts";
import { arrange, oneTable, without } from "../grafana/transformations.ts";
import { bars } from "../panels/bars.ts";
import type { Common, Placeable } from "../panels/common.ts";
import { lines } from "../panels/lines.ts";
import { stat } from "../panels/stat.ts";
import { colouredText, hiddenColumn, instant, table } from "../panels/table.ts";
import { averageRun, coldRuns, runsThatMet } from "../queries/cold.ts";
import { highest, newest, values } from "../queries/measure.ts";
import type { DashboardSettings } from "../settings.ts";
import { whatHappened } from "./annotations.ts";
import { runLinks, toRun } from "./run-links.ts";
import { linkVariables, whatIsProbed } from "./variables.ts";

const milestones = {
  live: "live_ms",
  ready: "ready_ms",
  "first sign-in": "first_sign_in_ms",
  "first dashboard": "first_dashboard_ms",
  "first chat": "first_chat_ms",
} as const;

/** What a platform that scales to zero makes its first user wait for. */
export function coldStart(settings: DashboardSettings): Dashboard {
  return board({
    uid: boardUids.coldStart,
    title: "Sonde: cold start",
    description:
      "Starting instances: how long until they live, are ready and serve; how much slower cold is than warm; iteration by iteration.",
    from: "now-7d",
    refresh: "5m",
    variables: [...whatIsProbed(), ...linkVariables(settings)],
    annotations: whatHappened(),
    rows: [
      { title: "The newest start", panels: [[24, 5, newestStart(1)]] },
      {
        title: "Start by start",
        panels: [
          [14, 10, timeToReady(2)],
          [10, 10, coldAgainstWarm(3)],
          [12, 8, startUpPhases(4)],
          [12, 8, uptimeOfBackend(5)],
        ],
      },
      {
        title: "Runs that met a cold instance",
        panels: [
          [8, 9, howOften(6)],
          [16, 9, coldRunTable(7)],
        ],
      },
    ],
  });
}

function ofEachStart(query: typeof averageRun, options: TargetOptions): Common["targets"] {
  return [
    ...byGrain((grain, speaks) => query(grain, speaks, "cold"), options),
    ...byGrain((grain, speaks) => query(grain, speaks, "warm"), { ...options, first: "D" }),
  ];
}

function newestStart(id: number): Placeable {
  return stat({
    id,
    title: "Until the platform …",
    description:
      "Of the newest start that was measured within the range: milliseconds from the first knock until it lived, was ready, and served a user.",
    unit: "ms",
    decimals: 0,
    targets: [target("A", newest(milestones), { format: "time_series", alias: "$col" })],
    thresholds: steps(colours.well, [10_000, colours.slow], [45_000, colours.broken]),
  });
}

function timeToReady(id: number): Placeable {
  return lines({
    id,
    title: "Time to ready, iteration by iteration",
    description:
      "A point a measured start. Lines across are the beginnings of iterations: compare the points left and right of one. At most the newest 2,000.",
    unit: "ms",
    min: 0,
    style: "points",
    targets: [target("A", values(milestones), { format: "time_series", alias: "$col" })],
  });
}

function coldAgainstWarm(id: number): Placeable {
  return bars({
    id,
    title: "Cold against warm",
    description:
      "How long a probe's runs took on average: those that met a starting instance, and those that did not. Runs that could not tell are in neither.",
    unit: "ms",
    decimals: 0,
    min: 0,
    across: "Probe",
    targets: ofEachStart(averageRun, { format: "table" }),
    transformations: [without("Time"), oneTable(), arrange({ probe: "Probe", warm: "warm", cold: "cold" })],
    overrides: [column("cold", { color: fixed(colours.calm) }), column("warm", { color: fixed(colours.slow) })],
  });
}

function startUpPhases(id: number): Placeable {
  return lines({
    id,
    title: "Start-up phase reached",
    description:
      "The last numbered phase that the backend said it was in while it started, per step that watched. A start that always ends in the same one hangs there.",
    unit: "none",
    decimals: 0,
    min: 0,
    style: "points",
    targets: [target("A", highest("startup_phase", "step"), { format: "time_series", alias: "$tag_step" })],
    noValue: "No start was watched within the range",
  });
}

function uptimeOfBackend(id: number): Placeable {
  return lines({
    id,
    title: "Age of the instance",
    description:
      "Seconds since the instance that answered was started, as it says itself. Every fall is a new instance: a deployment, a crash, or scaling.",
    unit: "s",
    min: 0,
    targets: [target("A", highest("uptime_s", "target"), { format: "time_series", alias: "$tag_target" })],
  });
}

function howOften(id: number): Placeable {
  return lines({
    id,
    title: "Cold and warm runs",
    description: "How many runs met a starting instance. Many outside the schedule of cold-start: users meet them as well.",
    unit: "short",
    decimals: 0,
    style: "bars",
    stacked: true,
    legend: ["sum"],
    targets: ofEachStart(runsThatMet, { format: "time_series", alias: "$col" }),
    overrides: [column("cold", { color: fixed(colours.calm) }), column("warm", { color: fixed(colours.slow) })],
  });
}

function coldRunTable(id: number): Placeable {
  return table({
    id,
    title: "Cold runs",
    description: "The newest 200 runs within the range that met a starting instance, with what it said it runs.",
    unit: "none",
    targets: [target("A", coldRuns(), { format: "table" })],
    transformations: [arrange({ Time: "Time", Probe: "Probe", Verdict: "Verdict", Duration: "Duration", Revision: "Revision" })],
    overrides: [
      column("Time", { ...instant, links: [toRun()] }),
      column("Verdict", { mappings: verdictWords, ...colouredText }),
      column("Duration", { unit: "ms", decimals: 0 }),
      column("Ended", hiddenColumn),
      ...runLinks(),
    ],
    noValue: "No run met a cold instance within the range",
  });
}
