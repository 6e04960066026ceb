import type { MeasurementName } from "../contract/measurements.ts";

/** The retention policy that points of a measurement belong into; `null`: the database's default. */
export function policyOf(measurement: MeasurementName): "rollups" | null {
  return /_(?:5m|1h)$/.test(measurement) ? "rollups" : null;
}
