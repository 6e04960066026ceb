import { FieldType as ClientType, InfluxDB, escape } from "influx";
import { type FieldType, type Point, measurements } from "../contract/measurements.ts";

const typeOf: Record<FieldType, ClientType> = {
  integer: ClientType.INTEGER,
  float: ClientType.FLOAT,
  string: ClientType.STRING,
};

const schema = Object.entries(measurements).map(([measurement, { tags, fields }]) => ({
  measurement,
  tags: [...tags],
  fields: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, typeOf[type]])),
}));

const encoder = new InfluxDB({ database: "encoder", schema });

/** A point in InfluxDB's line protocol, typed by the contract. Throws when it does not keep to the contract. */
export function lineOf({ measurement, tags, fields, timestampNs }: Point): string {
  const { tagsNames, fieldsPairs } = encoder.parsePoint({ measurement, tags, fields });
  if (fieldsPairs.length === 0) throw new Error(`a ${measurement} without fields`);
  if (!/^-?\d{1,19}$/.test(timestampNs)) throw new Error(`a ${measurement} with the timestamp ${JSON.stringify(timestampNs)}`);
  const series = [
    escape.measurement(measurement),
    ...tagsNames.map((name) => `${escape.tag(name)}=${escape.tag(tags[name] ?? "")}`),
  ];
  return `${series.join(",")} ${fieldsPairs.map(([name, value]) => `${escape.tag(name)}=${value}`).join(",")} ${timestampNs}`;
}
