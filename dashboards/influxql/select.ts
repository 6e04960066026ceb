import type { MeasurementName } from "../../worker/contract/measurements.ts";
import type { Condition } from "./condition.ts";
import type { Expression } from "./expression.ts";
import type { Field, NumericField, Tag } from "./names.ts";
import { identifier } from "./quote.ts";

/** A whole statement, with the names that a query around it can use. */
export interface Query<out Columns extends string = string, out Tags extends string = string> {
  text: string;
  columns?: Columns;
  tags?: Tags;
}

/** Groups by a span of time: an InfluxQL duration, or Grafana's `$__interval`. */
export interface Span {
  every: string;
}

/** The panel's own interval. */
export const interval: Span = { every: "$__interval" };

export interface Clauses<Tags extends string, Numbers extends string, Names extends string, Columns extends string> {
  /** Alias to what it shows. */
  columns: Record<Columns, Expression<Numbers, Names | Tags>>;
  where?: readonly Condition<Tags, Names>[];
  by?: readonly (Tags | Span)[];
  /** What a span without points shows, and a column without them beside others; needs `by`. Default: `none`, they are left out. */
  fill?: "none" | "null" | "previous" | "linear" | number;
  newestFirst?: boolean;
  /** Rows of each series. */
  limit?: number;
}

/**
 * A statement over a measurement of the contract; roll-ups are read from their retention policy. A tag or field that the worker does
 * not write does not compile.
 */
export function select<M extends MeasurementName, Columns extends string>(
  measurement: M,
  clauses: Clauses<Tag<M>, NumericField<M>, Field<M>, Columns>,
): Query<Columns, Tag<M>> {
  return statement(source(measurement), clauses);
}

/** A statement over the columns of another, or of several together. */
export function selectFrom<Inner extends string, Tags extends string, Columns extends string>(
  inner: Query<Inner, Tags> | readonly Query<Inner, Tags>[],
  clauses: Clauses<NoInfer<Tags>, NoInfer<Inner>, NoInfer<Inner>, Columns>,
): Query<Columns, Tags> {
  const all: readonly Query[] = "text" in inner ? [inner] : inner;
  return statement(all.map(({ text }) => `(${text})`).join(", "), clauses);
}

/** The measurement with the retention policy that holds it; the default policy needs no name. */
export function source(measurement: MeasurementName): string {
  return /_(?:5m|1h)$/.test(measurement) ? `"rollups".${identifier(measurement)}` : identifier(measurement);
}

function statement(from: string, clauses: Clauses<string, string, string, string>): Query<never, never> {
  const { columns, where = [], by = [], fill = "none", newestFirst = false, limit } = clauses;
  const shown = Object.entries(columns).map(([alias, { text }]) => `${text} AS ${identifier(alias)}`);
  const groups = by.map((group) => (typeof group === "string" ? identifier(group) : `time(${group.every})`));
  const spans = by.some((group) => typeof group !== "string");
  const parts = [
    `SELECT ${shown.join(", ")}`,
    `FROM ${from}`,
    ...(where.length > 0 ? [`WHERE ${where.map(({ text }) => text).join(" AND ")}`] : []),
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(", ")}`] : []),
    ...(spans || fill !== "none" ? [`fill(${fill})`] : []),
    ...(newestFirst ? ["ORDER BY time DESC"] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ];
  return { text: parts.join(" ") };
}
