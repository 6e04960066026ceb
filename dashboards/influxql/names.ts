import type { FieldType, MeasurementName, measurements } from "../../worker/contract/measurements.ts";

type Contract = typeof measurements;

/** Tags that the worker writes with a measurement. */
export type Tag<M extends MeasurementName> = Contract[M]["tags"][number];

/** Fields that the worker writes with a measurement. */
export type Field<M extends MeasurementName> = keyof Contract[M]["fields"] & string;

/** Those of them that can be calculated with. */
export type NumericField<M extends MeasurementName> = FieldOf<Contract[M]["fields"], Exclude<FieldType, "string">>;

type FieldOf<Fields, Type extends FieldType> = {
  [Name in keyof Fields]: Fields[Name] extends Type ? Name : never;
}[keyof Fields] &
  string;

/** Measurements that live in the retention policy `rollups`. */
export type RollupName = Extract<MeasurementName, `${string}_5m` | `${string}_1h`>;
