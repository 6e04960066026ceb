import { z } from "zod";
import type { Contact } from "../contract/contact.ts";
import { type Leftover, type ObservedCheck, type RegisteredSecret, type StepEnd, markerMetadata } from "../contract/markers.ts";
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

const contact: z.ZodType<Contact> = z.object({
  answers: z.int().nonnegative(),
  remoteAddresses: z.array(z.string()),
  headers: z.record(z.string(), z.string()),
  traceEchoes: z.int().nonnegative(),
  serverDateMs: z.number().nullable(),
  clockOffsetMs: z.number().nullable(),
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
  contact: contact.nullable(),
}) as z.ZodType<StepEnd>;

const observedCheck: z.ZodType<ObservedCheck> = z.object({ observed: z.string() });
const registeredSecret: z.ZodType<RegisteredSecret> = z.object({ value: z.string() });

/** No e-mail address is longer (RFC 5321); what is on record goes to the journey that removes it, and to a terminal. */
const leftover: z.ZodType<Leftover> = z.object({
  kind: z.literal("account"),
  name: z
    .string()
    .min(1)
    .max(320)
    .regex(/^[^\u0000-\u001f\u007f]+$/),
});

/** The document that a marker carries; `null` when it is missing or not the kit's. */
export const stepEndOf = (sample: Sample): StepEnd | null => documentOf(sample, stepEnd);
export const observedCheckOf = (sample: Sample): ObservedCheck | null => documentOf(sample, observedCheck);
export const registeredSecretOf = (sample: Sample): RegisteredSecret | null => documentOf(sample, registeredSecret);
export const leftoverOf = (sample: Sample): Leftover | null => documentOf(sample, leftover);

function documentOf<T>(sample: Sample, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(json(sample.metadata[markerMetadata] ?? ""));
  return parsed.success ? parsed.data : null;
}
