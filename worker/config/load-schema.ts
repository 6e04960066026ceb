import { z } from "zod";
import { parseDuration } from "../kit/duration.ts";
import type { LoadConfig } from "./define.ts";

const aDuration = 'a duration such as "500ms", "30s" or "1m30s"';
const duration = z.string(aDuration).refine((value) => (parseDuration(value) ?? 0) > 0, aDuration);
const anyDuration = z.string(aDuration).refine((value) => parseDuration(value) !== null, aDuration);
const name = z.string().regex(/^[\w-]{1,64}$/, "letters, digits, - and _, at most 64 of them");
const count = z.int("a whole number").min(1, "at least 1");
const positive = z.number("a number").positive("more than 0");
const aShare = 'a share from 0 to 1, or "baseline"';
const share = z.union([z.number().min(0, aShare).max(1, aShare), z.literal("baseline")], { error: aShare });
const rate = z.union([positive, z.literal("baseline")], { error: 'a number more than 0, or "baseline"' });
const latency = z
  .string('a duration such as "800ms", or "baseline"')
  .refine((value) => value === "baseline" || (parseDuration(value) ?? 0) > 0, 'a duration such as "800ms", or "baseline"');

const limits = z
  .object({ ratePerS: positive.optional(), vus: count.optional(), iterations: count.optional(), duration: duration.optional() })
  .optional();

const profile = z.object({
  purpose: z.string().min(1, "a sentence").optional(),
  from: z.number("a number").min(0, "0 or more").optional(),
  stages: z
    .array(z.object({ to: z.number("a number").min(0, "0 or more"), over: anyDuration }))
    .min(1, 'at least one, such as { to: 1, over: "1m" }'),
  thinkTime: z.union([anyDuration, z.tuple([anyDuration, anyDuration])], { error: `${aDuration}, or two of them` }).optional(),
  gracefulStop: anyDuration.optional(),
  limits,
  untilBroken: z.boolean().optional(),
});

const gate = z.object({
  journey: z.string().min(1, "the name of a journey").optional(),
  step: z.string().min(1, "the name of a step").optional(),
  p50: latency.optional(),
  p95: latency.optional(),
  p99: latency.optional(),
  errorRate: share.optional(),
  checks: share.optional(),
  throughput: rate.optional(),
});

/** The shape of `load`; what its values mean together is read in load-settings.ts. */
export const loadSchema: z.ZodType<LoadConfig> = z.object({
  rate: positive.optional(),
  ceiling: limits,
  profiles: z.record(name, profile).optional(),
  gates: z.array(gate).optional(),
  mix: z.record(name, positive).optional(),
  users: z
    .union(
      [
        z.string().min(1),
        z.object({
          count: count.max(100_000, "at most 100000"),
          email: z.string().regex(/^[^\s@]*\{n\}[^\s@]*@[^\s@]+$/, 'an address with {n} in it, such as "load+{n}@example.com"'),
        }),
      ],
      { error: 'the path of a CSV file, or { count: 100, email: "load+{n}@example.com" }' },
    )
    .optional(),
});
