import { boardUids } from "../grafana/names.ts";
import { calculated, number, reduced } from "./nodes.ts";
import {
  locationsDown,
  locationsMeasured,
  measuredRuns,
  mildestState,
  newestOfSteps,
  newestRun,
  newestSecondsOfSteps,
  runs,
  runsIn,
  unmeasuredRuns,
} from "./queries.ts";
import type { AlertRule } from "./rule.ts";
import { link, linkToRun, tag, value, within } from "./texts.ts";

const ofProbe = ["target", "probe"] as const;
const place = `${tag("probe")} on ${tag("target")}`;
const look = `The run, with its cause in words: sonde why ${tag("probe")}`;

/** Steps fail together: each sentence names its own. */
const causeOfFailure = [
  within("step", "Step {{ .Labels.step }} failed."),
  within("status", ' {{ .Labels.step }} answered {{ printf "%.0f" .Value }}.'),
  within("took", ' {{ .Labels.step }} took {{ printf "%.1f" .Value }} s.'),
].join("");

/** State changes in the worker, after confirmation: the rule has nothing left to wait for. Of several locations two must agree. */
export const probeDown: AlertRule = {
  uid: "sonde-probe-down",
  title: "Probe down",
  severity: "critical",
  for: "0s",
  data: [
    ...number("down", locationsDown()),
    ...number("locations", locationsMeasured()),
    calculated("quorum", "$down >= 2 || ($down == 1 && $locations == 1)"),
    ...number("step", newestOfSteps("failed", "count", "30m")),
    ...number("status", newestOfSteps("failed", "status", "30m")),
    ...number("took", newestSecondsOfSteps("failed", "duration_ms", "30m")),
    ...number("began", newestRun("down", "began")),
    ...number("ended", newestRun("down", "ended")),
  ],
  condition: "quorum",
  summary: `${place} is down`,
  description: `Confirmed down in ${value("down")} of ${value("locations")} locations. ${look}`,
  cause: causeOfFailure,
  run: linkToRun(boardUids.journey, ofProbe, "began", "ended"),
  link: link(boardUids.journey, ofProbe, "3h"),
  panel: [boardUids.overview, "State of every probe"],
};

/** A single slow run is none: every measured run of an hour must be over a budget, or down. */
export const probeDegraded: AlertRule = {
  uid: "sonde-probe-degraded",
  title: "Probe degraded for an hour",
  severity: "warning",
  for: "0s",
  data: [
    ...number("mildest", mildestState("1h")),
    ...number("runs", measuredRuns("1h")),
    calculated("lasting", "$mildest == 2 && $runs >= 2"),
    ...number("step", newestOfSteps("degraded", "count", "1h")),
    ...number("took", newestSecondsOfSteps("degraded", "duration_ms", "1h")),
    ...number("budget", newestSecondsOfSteps("degraded", "budget_ms", "1h")),
    ...number("began", newestRun("degraded", "began")),
    ...number("ended", newestRun("degraded", "ended")),
  ],
  condition: "lasting",
  summary: `${place} is degraded for an hour`,
  description: `It works, and none of ${value("runs")} runs of the last hour kept its budgets. ${look}`,
  cause: [
    within("step", "Step {{ .Labels.step }} is over its budget."),
    within("took", ' {{ .Labels.step }} took {{ printf "%.1f" .Value }} s.'),
    within("budget", ' {{ .Labels.step }} may take {{ printf "%.1f" .Value }} s.'),
  ].join(""),
  run: linkToRun(boardUids.journey, ofProbe, "began", "ended"),
  link: link(boardUids.journey, ofProbe, "6h"),
  panel: [boardUids.journey, "$step against its budget"],
};

const window = "4d";

/**
 * A silent series vanishes from a query instead of telling: so runs are counted in spans that end now. How long is too long depends on
 * how often the probe ran in the last four days: 30 minutes where it did every 11 minutes or oftener, 2 hours where it did every 66, two
 * days otherwise. The half hour outlasts the 20 minutes that a cold start holds the others back for.
 */
export const probeSilent: AlertRule = {
  uid: "sonde-probe-silent",
  title: "Probe without data",
  severity: "warning",
  for: "5m",
  data: [
    ...number("short", runsIn("30m", window)),
    ...number("middle", runsIn("2h", window)),
    ...number("long", runsIn("2d", window)),
    reduced("runs", "shortQuery", "sum"),
    calculated("silent", "($short == 0 && $runs >= 500) || ($middle == 0 && $runs >= 87) || $long == 0"),
  ],
  condition: "silent",
  summary: `${place} has no runs any more at ${tag("location")}`,
  description:
    "It is not known whether it works. Is the probe still configured, the worker alive (sonde status), its outbox empty?",
  link: link(boardUids.journey, [...ofProbe, "location"], "2d"),
  panel: [boardUids.journey, "Runs by verdict"],
};

/** It runs, and every run ends without a verdict on the target: our own fault, so nobody is called for the target. */
export const probeUnmeasured: AlertRule = {
  uid: "sonde-probe-unmeasured",
  title: "Probe measures nothing",
  severity: "warning",
  for: "0s",
  data: [
    ...number("unmeasured", unmeasuredRuns("1h")),
    ...number("runs", runs("1h")),
    calculated("blind", "$unmeasured == $runs && $runs >= 2"),
  ],
  condition: "blind",
  summary: `${place} measures nothing at ${tag("location")}`,
  description: `None of ${value("runs")} runs of the last hour came to a verdict: script, k6, worker or our own network. ${look}`,
  link: link(boardUids.journey, [...ofProbe, "location"], "6h"),
  panel: [boardUids.journey, "Why runs were not up"],
};
