import { z } from "zod";
import { type MeasurementName, type Point, measurements } from "../contract/measurements.ts";

const point: z.ZodType<Point> = z.object({
  measurement: z.enum(Object.keys(measurements) as [MeasurementName, ...MeasurementName[]]),
  tags: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.union([z.number(), z.string()])),
  timestampNs: z.string().regex(/^-?\d+$/),
});

const shownCharacters = 200;

export function textOfPoint({ measurement, tags, fields, timestampNs }: Point): string {
  return JSON.stringify({ measurement, tags, fields, timestampNs });
}

/** `null` when the stored text is no point. */
export function pointOfText(text: unknown): Point | null {
  try {
    return point.parse(JSON.parse(String(text)));
  } catch {
    return null;
  }
}

/** Stands for a dead letter that cannot be read, so that it can be seen and dropped; it is never sent. */
export function unreadablePoint(text: unknown): Point {
  return { measurement: "worker", tags: { unreadable: String(text).slice(0, shownCharacters) }, fields: {}, timestampNs: "0" };
}
