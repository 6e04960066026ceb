import { z } from "zod";
import type { Contact } from "../contract/contact.ts";
import type { LogLine, Request, StepTimings } from "../contract/run.ts";
import { blames, outcomes, triggers, verdicts } from "../contract/words.ts";
import { evidence } from "../kit/evidence-document.ts";
import { flag, json, table } from "./table.ts";

const text = z.string().nullable();
const number = z.number().nullable();

const logLine: z.ZodType<LogLine> = z.object({ level: z.string(), message: z.string(), atMs: z.number() });

const timings: z.ZodType<StepTimings> = z.object({
  blockedMs: number,
  connectingMs: number,
  tlsMs: number,
  sendingMs: number,
  waitingMs: number,
  receivingMs: number,
});

const request: z.ZodType<Request> = z.object({
  name: z.string(),
  method: z.string(),
  status: z.number(),
  durationMs: z.number(),
  remoteAddress: text,
  error: text,
});

const contact: z.ZodType<Contact> = z.object({
  answers: z.number(),
  remoteAddresses: z.array(z.string()),
  headers: z.record(z.string(), z.string()),
  traceEchoes: z.number(),
  serverDateMs: number,
  clockOffsetMs: number,
});

/** What a list of runs shows. */
const summaryColumns = {
  id: z.string(),
  verdict: z.enum(verdicts),
  durationMs: z.number(),
  startedAtMs: z.number(),
  cause: text,
  attempt: z.number(),
  trigger: z.enum(triggers),
};

export const summaries = table("runs", summaryColumns);

export const runs = table("runs", {
  ...summaryColumns,
  traceId: z.string(),
  probe: z.string(),
  target: z.string(),
  location: z.string(),
  journey: z.string(),
  scheduledAtMs: z.number(),
  endedAtMs: z.number(),
  recordedAtMs: z.number(),
  latenessMs: z.number(),
  blame: z.enum(blames).nullable(),
  failedStep: text,
  maintenance: flag,
  confirmedDown: flag,
  revision: text,
  cold: flag.nullable(),
  contact: json(contact).nullable(),
  journeyMs: number,
  budgetMs: number,
  tlsDaysLeft: number,
  k6CpuMs: number,
  loadRunId: text,
  logs: json(z.array(logLine)),
});

/** `run` is the run's `seq`, `position` the place in its list. */
export const steps = table("steps", {
  run: z.number(),
  position: z.number(),
  name: z.string(),
  outcome: z.enum(outcomes),
  count: z.number(),
  startedAtMs: number,
  durationMs: number,
  budgetMs: number,
  cause: text,
  status: number,
  closeCode: number,
  bytesReceived: number,
  remoteAddress: text,
  timings: json(timings),
  measures: json(z.record(z.string(), z.number())),
  requests: json(z.array(request)),
  evidence: json(evidence).nullable(),
});

/** `step` is the step's position, `position` the place in the step's list. */
export const checks = table("checks", {
  run: z.number(),
  step: z.number(),
  position: z.number(),
  name: z.string(),
  passed: flag,
  passes: z.number(),
  fails: z.number(),
  observed: text,
});
