import type { MeasurementName } from "../../worker/contract/measurements.ts";
import type { Condition } from "./condition.ts";
import type { Tag } from "./names.ts";
import { identifier } from "./quote.ts";
import { source } from "./select.ts";
import type { Query } from "./select.ts";

/** The values of a tag: what a dashboard's variable offers. Conditions may name tags alone. */
export function tagValues<M extends MeasurementName>(
  measurement: M,
  tag: Tag<M>,
  where: readonly Condition<Tag<M>>[] = [],
): Query {
  const condition = where.length > 0 ? ` WHERE ${where.map(({ text }) => text).join(" AND ")}` : "";
  return { text: `SHOW TAG VALUES FROM ${source(measurement)} WITH KEY = ${identifier(tag)}${condition}` };
}
