import { objectivePercent } from "../objective.ts";
import { boardUids } from "../grafana/names.ts";
import type { Severity } from "./names.ts";
import { calculated, number } from "./nodes.ts";
import { burnRate, failedRuns } from "./queries.ts";
import type { AlertRule } from "./rule.ts";
import { link, tag, value } from "./texts.ts";

const allowed = Number((1 - objectivePercent / 100).toFixed(6));
/** Of probes that run rarely a single failure is a large share: it spends budget, and wakes nobody. */
const fewestFailures = 3;

interface Burn {
  uid: AlertRule["uid"];
  title: string;
  severity: Severity;
  /** Times faster than allowed. */
  rate: number;
  /** Says that it goes on long enough to matter. */
  long: string;
  /** Says that it goes on still, so that the alert ends soon after the failures. */
  short: string;
  meaning: string;
}

/**
 * Two windows each, as Google's SRE workbook has them. Read from the runs themselves: a roll-up of five minutes is there once they are
 * over, which is late for a window of five minutes, and six hours of runs take some milliseconds.
 */
const burns: readonly Burn[] = [
  {
    uid: "sonde-budget-fast",
    title: "Error budget burns fast",
    severity: "critical",
    rate: 14.4,
    long: "1h",
    short: "5m",
    meaning: "At this rate the budget of 30 days is gone in two days.",
  },
  {
    uid: "sonde-budget-slow",
    title: "Error budget burns",
    severity: "warning",
    rate: 6,
    long: "6h",
    short: "30m",
    meaning: "At this rate the budget of 30 days is gone in five days.",
  },
];

export const budgetRules: readonly AlertRule[] = burns.map(({ uid, title, severity, rate, long, short, meaning }) => ({
  uid,
  title,
  severity,
  for: "0s",
  data: [
    ...number("burn", burnRate(long, allowed)),
    ...number("now", burnRate(short, allowed)),
    ...number("failed", failedRuns(long)),
    calculated("burning", `$burn > ${rate} && $now > ${rate} && $failed >= ${fewestFailures}`),
  ],
  condition: "burning",
  summary: `${tag("probe")} on ${tag("target")} spends its error budget ${value("burn", "%.0f")} times faster than allowed`,
  description: `${value("failed")} runs of the last ${long} failed, and it goes on. The objective is ${objectivePercent} %. ${meaning}`,
  link: link(boardUids.journey, ["target", "probe"], long === "1h" ? "3h" : "12h"),
  panel: [boardUids.journey, "Error budget left over the range"],
}));
