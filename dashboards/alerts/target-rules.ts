import { boardUids } from "../grafana/names.ts";
import { number, threshold } from "./nodes.ts";
import { certificateDays, coldStartShare, newestSecondsOfSteps } from "./queries.ts";
import type { Severity } from "./names.ts";
import type { AlertRule } from "./rule.ts";
import { link, tag, value, within } from "./texts.ts";

function certificate(uid: AlertRule["uid"], severity: Severity, days: number): AlertRule {
  return {
    uid,
    title: `Certificate valid for less than ${days} days`,
    severity,
    for: "10m",
    data: [...number("days", certificateDays()), threshold("soon", "days", "below", days)],
    condition: "soon",
    summary: `The certificate of ${tag("target")} ends in ${value("days")} days`,
    description: "When it has ended, every step fails. Renew it, and see that what renews it by itself still does.",
    link: link(boardUids.overview, ["target"], "6h"),
    panel: [boardUids.overview, "Probes now: state and failing step"],
  };
}

/** Once a day a user comes first: how long each step let them wait. */
const coldStart: AlertRule = {
  uid: "sonde-cold-start-slow",
  title: "Cold start too slow",
  severity: "warning",
  for: "0s",
  data: [
    ...number("share", coldStartShare()),
    threshold("slow", "share", "above", 1),
    ...number("took", newestSecondsOfSteps("degraded", "duration_ms", "26h")),
  ],
  condition: "slow",
  summary: `${tag("target")} starts too slowly: step ${tag("step")} of ${tag("probe")}`,
  description: "The newest cold start took longer than the step's budget. It is measured again with the probe's next run.",
  cause: `Step ${tag("step")} took ${value("share", "%.1f")} times its budget${within("took", ', {{ printf "%.0f" .Value }} s')}.`,
  link: link(boardUids.coldStart, ["target", "probe"], "7d"),
  panel: [boardUids.coldStart, "Until the platform …"],
};

export const targetRules: readonly AlertRule[] = [
  certificate("sonde-certificate-soon", "warning", 14),
  certificate("sonde-certificate-now", "critical", 3),
  coldStart,
];
