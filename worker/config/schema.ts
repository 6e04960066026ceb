import { z } from "zod";
import { parseDuration } from "../kit/duration.ts";
import { guardedRanges } from "./blocked.ts";
import { parseBytes } from "./bytes.ts";
import { defaultFields, defaultPaths, requestFields } from "./defaults.ts";
import { loadSchema } from "./load-schema.ts";
import type { MaintenanceConfig, ProbeConfig, SondeConfig, TargetConfig } from "./define.ts";

const text = z.string().min(1, "a text with something in it");
const aDuration = 'a duration such as "500ms", "30s" or "1m30s"';
const duration = z.string(aDuration).refine((value) => (parseDuration(value) ?? 0) > 0, aDuration);
const aSize = 'a size such as "256MB" or "1GB"';
const bytes = z.string(aSize).refine((value) => parseBytes(value) !== null, aSize);
const count = z.int("a whole number").min(1, "at least 1");
/** A tag of InfluxDB and a word on a command line. */
const name = z.string().regex(/^[\w-]{1,64}$/, "letters, digits, - and _, at most 64 of them");
const variable = z.object(
  {
    env: z.string().regex(/^[A-Za-z_]\w*$/, "the name of an environment variable"),
    default: text.optional(),
  },
  '{ env: "NAME" }, the variable that holds the value',
);
const textOrVariable = z.union([text, variable], { error: 'a text, or { env: "NAME" }' });
/** k6's secret file holds `name=value` lines. */
const secretName = z.string().regex(/^[\w.-]+$/, "letters, digits, ., - and _");
const headerName = z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, "the name of a header");
const headerValue = z.string().regex(/^[^\r\n\0]*$/, "a text without line breaks");
const path = z.string().regex(/^\/[^\s?#]*$/, "a path that starts with / and has no query");
const key = z.string().regex(/^[^\s.]+$/, "a name without dots: it is a key of the request's body");
const field = z.string().regex(/^[^\s.]+(\.[^\s.]+)*$/, 'a name, or names with dots between them such as "user.id"');
const influxDuration = z.string().regex(/^(INF|(\d+[wdhm])+)$/, 'an InfluxQL duration such as "90d", or "INF"');

/** An object that may have each of those keys. */
function optionally<Key extends string>(keys: Record<Key, unknown>, value: z.ZodString) {
  const shape = Object.fromEntries(Object.keys(keys).map((key) => [key, value.optional()]));
  return z.object(shape as Record<Key, z.ZodOptional<z.ZodString>>);
}

export const targetSchema: z.ZodType<TargetConfig> = z.object({
  urls: z.object({ api: textOrVariable, auth: textOrVariable.optional(), ws: textOrVariable.optional() }),
  load: z.boolean().optional(),
  paths: optionally(defaultPaths, path).optional(),
  fields: optionally(defaultFields, field).extend(optionally(requestFields, key).shape).optional(),
  coldStartHeader: headerName.optional(),
  secrets: z.record(secretName, variable).optional(),
  headers: z
    .record(
      headerName,
      z.union([headerValue, z.object({ secret: secretName })], { error: 'a text without line breaks, or { secret: "NAME" }' }),
    )
    .optional(),
  allowAddresses: z.array(z.enum(guardedRanges, `one of ${guardedRanges.join(", ")}`)).optional(),
  components: z.record(name, z.object({ needs: z.array(text).optional(), steps: z.array(text).optional() })).optional(),
});

export const probeSchema: z.ZodType<ProbeConfig> = z.object({
  name,
  journey: text,
  target: text.optional(),
  every: duration.optional(),
  cron: text.optional(),
  timeZone: text.optional(),
  timeout: duration.optional(),
  budgets: z.record(z.string(), duration).optional(),
  budget: duration.optional(),
  quiet: duration.optional(),
  confirm: count.optional(),
  recover: count.optional(),
  maxRunsPerDay: count.optional(),
  labels: z.record(name, z.string()).optional(),
  env: z
    .record(
      z.string().regex(/^(?!K6_|SONDE_)[A-Za-z_]\w*$/, "the name of a variable that does not steer k6 or Sonde"),
      z.string(),
    )
    .optional(),
});

const instant = z.iso.datetime({ offset: true, error: 'a time such as "2026-01-31T22:00:00Z"' });

export const maintenanceSchema: z.ZodType<MaintenanceConfig> = z.object({
  target: text.optional(),
  reason: text,
  from: instant.optional(),
  to: instant.optional(),
  cron: text.optional(),
  timeZone: text.optional(),
  duration: duration.optional(),
});

/** All but the entries of targets, probes and maintenance, which are read one by one so that each says its own problems. */
export type OuterConfig = Omit<SondeConfig, "targets" | "probes" | "maintenance"> & {
  targets?: Record<string, unknown> | undefined;
  probes?: unknown[] | undefined;
  maintenance?: unknown[] | undefined;
};

export const outerSchema: z.ZodType<OuterConfig> = z.object({
  target: text.optional(),
  targets: z.record(name, z.unknown()).optional(),
  probes: z.array(z.unknown()).optional(),
  maintenance: z.array(z.unknown()).optional(),
  concurrency: count.max(256, "at most 256").optional(),
  location: text.optional(),
  influx: z
    .object({
      url: textOrVariable.optional(),
      database: textOrVariable.optional(),
      username: variable.optional(),
      password: variable.optional(),
      timeout: duration.optional(),
      retention: z.object({ raw: influxDuration.optional(), rollups: influxDuration.optional() }).optional(),
    })
    .optional(),
  store: z
    .object({ path: text.optional(), retention: duration.optional(), maxSize: bytes.optional(), maxOutbox: bytes.optional() })
    .optional(),
  canary: text.optional(),
  maxSeries: count.optional(),
  load: loadSchema.optional(),
  web: z.object({ host: text.optional(), port: z.int("a port").min(0, "a port").max(65_535, "a port").optional() }).optional(),
});
