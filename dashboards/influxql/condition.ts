import { escaped, identifier, literal } from "./quote.ts";

/** What a point must be like. `Tags` and `Fields` are what it names: `select` refuses those that its measurement does not have. */
export interface Condition<out Tags extends string = never, out Fields extends string = never> {
  text: string;
  tags?: Tags;
  fields?: Fields;
}

/** The time range of the dashboard. */
export const timeFilter: Condition = { text: "$timeFilter" };

/** @param span InfluxQL's duration, such as `90s` or `5m`, back from now: for alerts, which have no dashboard range */
export function within(span: string): Condition {
  return { text: `time > now() - ${span}` };
}

/**
 * Before or from an instant that a variable holds in epoch milliseconds. A variable without a value is the beginning of time: the
 * leading zero keeps the query valid.
 */
export function sideOf(variable: string, side: "before" | "from"): Condition {
  return { text: `time ${side === "before" ? "<" : ">="} 0\${${variable}}ms` };
}

/** The tag is one of those chosen in the dashboard's variable of the same name. */
export function picked<T extends string>(tag: T): Condition<T> {
  return { text: `${identifier(tag)} =~ /^$${tag}$/` };
}

export function tagIs<T extends string>(tag: T, value: string): Condition<T> {
  return { text: `${identifier(tag)} = ${literal(value)}` };
}

export function tagIsNot<T extends string>(tag: T, value: string): Condition<T> {
  return { text: `${identifier(tag)} != ${literal(value)}` };
}

export function tagIsOneOf<T extends string>(tag: T, values: readonly string[]): Condition<T> {
  return { text: `${identifier(tag)} =~ /^(${values.map(escaped).join("|")})$/` };
}

/** A string field is compared with `=` and `!=` alone. */
export function fieldIs<F extends string>(
  field: F,
  operator: "=" | "!=" | "<" | "<=" | ">" | ">=",
  value: number | string,
): Condition<never, F> {
  return { text: `${identifier(field)} ${operator} ${typeof value === "number" ? value : literal(value)}` };
}

/** A string field equals the value of a variable. */
export function fieldIsPicked<F extends string>(field: F, variable: string): Condition<never, F> {
  return { text: `${identifier(field)} = '$${variable}'` };
}

/** InfluxDB 1.x applies `OR` to everything but time. */
export function anyOf<T extends string = never, F extends string = never>(...conditions: Condition<T, F>[]): Condition<T, F> {
  return { text: `(${conditions.map(({ text }) => text).join(" OR ")})` };
}

/**
 * Lets a query answer only while the panel's interval is in the range, in milliseconds: of several targets that read data of different
 * grain, one speaks. Grafana fills in the number.
 */
export function intervalIs(range: { fromMs?: number; belowMs?: number }): Condition {
  const from = range.fromMs === undefined ? [] : [`$__interval_ms >= ${range.fromMs}`];
  const below = range.belowMs === undefined ? [] : [`$__interval_ms < ${range.belowMs}`];
  return { text: [...from, ...below].join(" AND ") };
}
