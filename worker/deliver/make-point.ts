import { type FieldType, type MeasurementName, type Point, measurements } from "../contract/measurements.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { printable } from "../kit/printable.ts";

export type RawField = number | string | boolean | null | undefined;

/** Everything about a point but its form: names that the contract does not know are left out, and so is what is absent. */
export interface RawPoint {
  measurement: MeasurementName;
  tags: Readonly<Record<string, string | null>>;
  fields: Readonly<Record<string, RawField>>;
  timestampNs: bigint;
}

const longestTag = 200;
const longestString = 1_000;

/** A point of the contract's tags, fields and types, with nothing in it that InfluxDB would refuse. */
export function makePoint({ measurement, tags, fields, timestampNs }: RawPoint): Point {
  const { tags: tagNames, fields: types } = measurements[measurement];
  return {
    measurement,
    tags: present(tagNames.map((name) => [name, tagValue(own(tags, name) ?? "")])),
    fields: present(Object.entries(types).map(([name, type]) => [name, fieldValue(own(fields, name), type)])),
    timestampNs: timestampNs.toString(),
  };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function present<T extends string | number>(entries: readonly (readonly [string, T | null])[]): Record<string, T> {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, value]])));
}

/** A line break would end the line, and a backslash at the end would escape the comma that follows. */
export function tagValue(value: string): string {
  return text(value, longestTag).replace(/[\\\s]+$/, "");
}

function fieldValue(value: RawField, type: FieldType): number | string | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "string":
      return text(String(value), longestString);
    case "integer":
      return finite(Math.round(Number(value)), Number.isSafeInteger);
    case "float":
      return finite(Number(value), Number.isFinite);
    default:
      return exhaustive(type);
  }
}

/** A number that cannot be written is as good as not measured. Negative zero is zero. */
function finite(value: number, isWritable: (value: number) => boolean): number | null {
  return isWritable(value) ? value + 0 : null;
}

function text(value: string, longest: number): string {
  return printable(value, longest).toWellFormed();
}
