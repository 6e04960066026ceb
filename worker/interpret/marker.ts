import { z } from "zod";
import { type ObservedCheck, type RegisteredSecret, type StepEnd, markerMetadata } from "../contract/markers.ts";
import { json, type Sample } from "./output-line.ts";

const evidence = z.object({
  status: z.number().optional(),
  remoteAddress: z.string().optional(),
  body: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  socketError: z.string().optional(),
  upgradeStatus: z.number().optional(),
  closeCode: z.number().optional(),
  closeReason: z.string().optional(),
  request: z.string().optional(),
  messages: z.array(z.string()).optional(),
});

const stepEnd = z.object({
  step: z.string(),
  outcome: z.enum(["passed", "failed", "blocked"]),
  durationMs: z.number(),
  reason: z.string().nullable(),
  exception: z.string().nullable(),
  network: z.string().nullable(),
  evidence,
  measures: z.record(z.string(), z.number()),
  bytesReceived: z.number().nullable(),
  revision: z.string().nullable(),
}) as z.ZodType<StepEnd>;

const observedCheck: z.ZodType<ObservedCheck> = z.object({ observed: z.string() });
const registeredSecret: z.ZodType<RegisteredSecret> = z.object({ value: z.string() });

/** The document that a marker carries; `null` when it is missing or not the kit's. */
export const stepEndOf = (sample: Sample): StepEnd | null => documentOf(sample, stepEnd);
export const observedCheckOf = (sample: Sample): ObservedCheck | null => documentOf(sample, observedCheck);
export const registeredSecretOf = (sample: Sample): RegisteredSecret | null => documentOf(sample, registeredSecret);

function documentOf<T>(sample: Sample, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(json(sample.metadata[markerMetadata] ?? ""));
  return parsed.success ? parsed.data : null;
}
