import type { BoardUid } from "../grafana/names.ts";
import type { Severity } from "./names.ts";
import type { Node } from "./nodes.ts";

/** An alert rule. Grafana makes an alert out of each series that the condition is not 0 for. */
export interface AlertRule {
  /** At most 40 characters; never changes: silences and links rely on it. */
  uid: `sonde-${string}`;
  title: string;
  severity: Severity;
  /** How long the condition holds before it fires; `0s` where the query has waited already. */
  for: `${number}${"s" | "m" | "h"}`;
  data: readonly Node[];
  /** The node of `data` that decides. */
  condition: string;
  /** When no query gives a single series. */
  noData?: "OK" | "Alerting";
  summary: string;
  /** What it means and what to do. */
  description: string;
  /** What was seen, as far as numbers and tags can tell. */
  cause?: string;
  /** The run that shows it: where to look. */
  run?: string;
  link: string;
  /** What Grafana shows beside the alert: the panel by its title. */
  panel: readonly [board: BoardUid, title: string];
}

export interface RuleGroup {
  name: string;
  /** How often its rules are evaluated; a multiple of 10 s. */
  interval: "60s" | "300s";
  rules: readonly AlertRule[];
}
