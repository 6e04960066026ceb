import { dataSource } from "../grafana/names.ts";
import type { Query } from "../influxql/select.ts";

/** What a rule is made of, as Grafana's provisioning files hold it: a query of InfluxDB, or an expression over other nodes. */
export interface Node {
  refId: string;
  relativeTimeRange: { from: number; to: number };
  datasourceUid: string;
  model: Readonly<Record<string, unknown>>;
}

export type Reducer = "last" | "mean" | "min" | "max" | "sum" | "count";

const expressions = { type: "__expr__", uid: "__expr__" } as const;
/** Nodes need a range, expressions as well; queries name their own window. */
const range = { from: 600, to: 0 } as const;

/**
 * Asks InfluxDB, and takes one number out of each series: two nodes, of which the second has the name. Letters alone: Grafana 10
 * knows no other names in calculations. Each series is told from others by its tags.
 * @param query of one column
 */
export function number(name: string, query: Query, reducer: Reducer = "last"): Node[] {
  return [asked(`${name}Query`, query), reduced(name, `${name}Query`, reducer)];
}

function asked(refId: string, query: Query): Node {
  const form = { rawQuery: true, resultFormat: "time_series", intervalMs: 1_000, maxDataPoints: 43_200 };
  return node(refId, dataSource.uid, { datasource: dataSource, query: query.text, ...form });
}

export function reduced(refId: string, of: string, reducer: Reducer): Node {
  return node(refId, expressions.uid, { datasource: expressions, type: "reduce", expression: of, reducer });
}

/** @param expression over `$names`; a result that is not 0 fires. Series meet others whose tags are the same, or a part of theirs. */
export function calculated(refId: string, expression: string): Node {
  return node(refId, expressions.uid, { datasource: expressions, type: "math", expression });
}

/** Thresholds know above, below and two kinds of ranges alone: no "at least". */
export function threshold(refId: string, of: string, is: "above" | "below", limit: number): Node {
  const evaluator = { type: is === "above" ? "gt" : "lt", params: [limit] };
  return node(refId, expressions.uid, {
    datasource: expressions,
    type: "threshold",
    expression: of,
    conditions: [{ evaluator }],
  });
}

function node(refId: string, datasourceUid: string, model: Readonly<Record<string, unknown>>): Node {
  return { refId, relativeTimeRange: { ...range }, datasourceUid, model: { refId, ...model } };
}
