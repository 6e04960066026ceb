import { boardUids } from "../grafana/names.ts";
import { number, threshold } from "./nodes.ts";
import { newestOfWorker, reportsIn } from "./queries.ts";
import type { AlertRule } from "./rule.ts";
import { link, tag, value } from "./texts.ts";

const here = ["location"] as const;

/** While it is silent no other rule says anything new. When nobody ever reported, no series is there to fire: that is why `noData`. */
const silent: AlertRule = {
  uid: "sonde-worker-silent",
  title: "Worker silent",
  severity: "critical",
  for: "5m",
  data: [...number("reports", reportsIn("24h")), threshold("silent", "reports", "below", 1)],
  condition: "silent",
  noData: "Alerting",
  summary: "The worker{{ with .Labels.location }} at {{ . }}{{ end }} is silent",
  description:
    "It reports every minute, and did not for five: nothing is measured there, or nothing arrives. Is the process alive (/healthz), does it reach InfluxDB?",
  link: link(boardUids.worker, here, "24h"),
  panel: [boardUids.worker, "Workers now"],
};

const outbox: AlertRule = {
  uid: "sonde-outbox-old",
  title: "Outbox old",
  severity: "warning",
  for: "5m",
  data: [...number("age", newestOfWorker("outbox_oldest_s")), threshold("old", "age", "above", 900)],
  condition: "old",
  summary: `Results wait for InfluxDB at ${tag("location")}`,
  description: `The oldest waits for ${value("age")} s. Dashboards and alerts see the past, and nothing is lost as long as the disk has room. The worker's log says what InfluxDB answers.`,
  link: link(boardUids.worker, here, "6h"),
  panel: [boardUids.worker, "Outbox: age of the oldest row"],
};

const deadLetters: AlertRule = {
  uid: "sonde-dead-letters",
  title: "Dead letters",
  severity: "warning",
  for: "0s",
  data: [...number("letters", newestOfWorker("dead_letters")), threshold("some", "letters", "above", 0)],
  condition: "some",
  summary: `InfluxDB refused ${value("letters")} points of ${tag("location")} for good`,
  description: "Why: sonde influx dead-letters list. Then retry or drop them; it ends when none is left.",
  link: link(boardUids.worker, here, "24h"),
  panel: [boardUids.worker, "Dead letters"],
};

export const workerRules: readonly AlertRule[] = [silent, outbox, deadLetters];
