import { exhaustive } from "../../../worker/kit/exhaustive.ts";
import type { Series } from "./ask-at.ts";
import { type Value, calculate, contains, keyOf } from "./calculate.ts";
import type { Model, Rule } from "./rules.ts";

export interface Instance {
  labels: Value["labels"];
  alerting: boolean;
  /** Numbers of the rule that belong to it, as templates see them. */
  values: ReadonlyMap<string, Value>;
}

/** `no-data`: some query of the rule gave no series at all, and then nothing else counts. */
export type Evaluation = { kind: "no-data"; refIds: string[] } | { kind: "instances"; instances: Instance[] };

/**
 * One evaluation of a rule as Grafana's backend does it: queries, expressions in their order, then each value of the condition is an
 * instance, which alerts unless it is 0. Throws where Grafana's result would be an error.
 */
export function evaluate(rule: Rule, series: (query: string) => readonly Series[]): Evaluation {
  const asked = new Map<string, readonly Series[]>();
  const numbers = new Map<string, readonly Value[]>();
  for (const { refId, model } of rule.data) {
    if (model.type === "query") asked.set(refId, series(model.query));
    else numbers.set(refId, express(model, asked, numbers));
  }
  const silent = [...asked].filter(([, found]) => found.length === 0).map(([refId]) => refId);
  if (silent.length > 0) return { kind: "no-data", refIds: silent };
  const instances = (numbers.get(rule.condition) ?? []).map(({ labels, value }) => {
    if (value === null) throw new Error(`${rule.uid}: no value of ${JSON.stringify(labels)}`);
    return { labels, alerting: value !== 0, values: belonging(labels, numbers) };
  });
  const keys = instances.map(({ labels }) => keyOf(labels));
  if (new Set(keys).size < keys.length) throw new Error(`${rule.uid}: two instances of the same labels: ${keys.join(" ")}`);
  return instances.length === 0 ? { kind: "no-data", refIds: [] } : { kind: "instances", instances };
}

function express(
  model: Exclude<Model, { type: "query" }>,
  asked: ReadonlyMap<string, readonly Series[]>,
  numbers: ReadonlyMap<string, readonly Value[]>,
): Value[] {
  switch (model.type) {
    case "reduce":
      return (asked.get(model.expression) ?? missing(model.expression)).map(({ labels, values }) => ({
        labels,
        value: reduced(values, model.reducer),
      }));
    case "math":
      return calculate(model.expression, numbers);
    case "threshold": {
      const [{ evaluator }] = model.conditions;
      const operator = evaluator.type === "gt" ? ">" : "<";
      return calculate(`$${model.expression} ${operator} ${evaluator.params[0]}`, numbers);
    }
    default:
      return exhaustive(model);
  }
}

function missing(name: string): never {
  throw new Error(`there is no ${name}`);
}

/** Any null makes a sum none. */
function reduced(values: readonly (number | null)[], reducer: "last" | "sum"): number | null {
  if (reducer === "last") return values.length === 0 ? Number.NaN : (values.at(-1) ?? null);
  return values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0);
}

/** Of each number: the one with the same labels, else one with more or fewer. */
function belonging(labels: Value["labels"], numbers: ReadonlyMap<string, readonly Value[]>): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const [refId, values] of numbers) {
    const own = values.find((value) => keyOf(value.labels) === keyOf(labels));
    const value = own ?? values.findLast((one) => contains(one.labels, labels) || contains(labels, one.labels));
    if (value) found.set(refId, value);
  }
  return found;
}
