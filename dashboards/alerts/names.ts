/** Folder of the rules in Grafana. Another title than the dashboards' folder has: Grafana cannot tell two of one title apart. */
export const alertsFolder = "Sonde alerts";

/** Of a rule: `critical` wakes somebody up, `warning` waits for the morning. */
export type Severity = "critical" | "warning";

/** What the notification policy sends each severity to. */
export const contactPoints: Readonly<Record<Severity, string>> = { warning: "Sonde", critical: "Sonde critical" };

/** Rules that were provisioned once and are no more, by uid: Grafana keeps a rule that merely is not in the file. */
export const removedRules: readonly string[] = [];
