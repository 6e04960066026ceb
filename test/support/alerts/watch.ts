import type { Point } from "../../../worker/contract/measurements.ts";
import { write } from "../grafana/by-hand.ts";
import { type Series, askAt } from "./ask-at.ts";
import { keyOf } from "./calculate.ts";
import { type Evaluation, type Instance, evaluate } from "./evaluate.ts";
import { type Rule, durationMs } from "./rules.ts";
import { render } from "./render.ts";

/** An alert from the moment that Grafana would tell of it. */
export interface Alert {
  rule: string;
  labels: Readonly<Record<string, string>>;
  /** As they were when it fired. */
  annotations: Readonly<Record<string, string>>;
  firedMs: number;
  /** `null`: it fires still. */
  clearedMs: number | null;
}

interface State {
  labels: Instance["labels"];
  pendingSinceMs: number;
  seenMs: number;
  alert: Alert | null;
}

/** A point, and when InfluxDB has it: a run's come when it is over, and are of its start. */
export interface Arrival {
  atMs: number;
  point: Point;
}

export interface Watched {
  url: string;
  database: string;
  rules: readonly Rule[];
  /** In order. */
  arrivals: readonly Arrival[];
  /** In order, an interval of the rules apart, or more. */
  momentsMs: readonly number[];
}

/** Lets points arrive, evaluates the rules at each moment, with `for`, and gives every alert that fired, in order. */
export async function watch({ url, database, rules, arrivals, momentsMs }: Watched): Promise<Alert[]> {
  const queries = [
    ...new Set(rules.flatMap(({ data }) => data.flatMap(({ model }) => (model.type === "query" ? [model.query] : [])))),
  ];
  const states = new Map(rules.map((rule) => [rule, new Map<string, State>()]));
  const alerts: Alert[] = [];
  let arrived = 0;
  for (const nowMs of momentsMs) {
    const due = arrivals.slice(arrived).findIndex(({ atMs }) => atMs > nowMs);
    const points = arrivals.slice(arrived, due === -1 ? undefined : arrived + due).map(({ point }) => point);
    arrived += points.length;
    if (points.length > 0) await write(url, database, points);
    const answers = await askAt(url, database, queries, nowMs);
    const series = new Map<string, Series[]>(queries.map((query, index) => [query, answers[index] ?? []]));
    for (const [rule, before] of states) {
      const evaluation = evaluate(rule, (query) => series.get(query) ?? []);
      alerts.push(...step(rule, before, instancesOf(rule, evaluation), nowMs));
    }
  }
  return alerts;
}

/** Without data a rule has one instance of its own, which alerts or does not as the rule says. */
function instancesOf({ noDataState }: Rule, evaluation: Evaluation): Instance[] {
  if (evaluation.kind === "instances") return evaluation.instances;
  const labels = { datasource_uid: "sonde-influxdb", ref_id: evaluation.refIds.join(",") };
  return [{ labels, alerting: noDataState === "Alerting", values: new Map() }];
}

/** Changes `states`, and gives what begins to fire. An instance that is gone for two intervals is resolved. */
function step(rule: Rule, states: Map<string, State>, instances: readonly Instance[], nowMs: number): Alert[] {
  const fired: Alert[] = [];
  for (const { labels, alerting, values } of instances) {
    const key = keyOf(labels);
    const state = states.get(key);
    if (!alerting) {
      if (state?.alert) state.alert.clearedMs = nowMs;
      states.delete(key);
      continue;
    }
    const now = state ?? { labels, pendingSinceMs: nowMs, seenMs: nowMs, alert: null };
    now.seenMs = nowMs;
    states.set(key, now);
    if (now.alert === null && nowMs - now.pendingSinceMs >= durationMs(rule.for)) {
      const annotations = Object.fromEntries(
        Object.entries(rule.annotations).map(([name, text]) => [name, render(text, labels, values)]),
      );
      now.alert = { rule: rule.uid, labels: { ...labels, ...rule.labels }, annotations, firedMs: nowMs, clearedMs: null };
      fired.push(now.alert);
    }
  }
  for (const [key, state] of states) {
    if (nowMs - state.seenMs < 2 * rule.intervalMs) continue;
    if (state.alert) state.alert.clearedMs = nowMs;
    states.delete(key);
  }
  return fired;
}
