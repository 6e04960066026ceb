import { z } from "zod";

/** One of the variables that stand for what is not known yet: `$NAME`, or `${NAME}`. */
const variable = /^\$(?:\w+|\{\w+\})$/;

const durationUnits: Readonly<Record<string, number>> = {
  y: 31_536_000,
  w: 604_800,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
  ms: 0.001,
};
const durationForm = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/;

/** Seconds of a Prometheus duration such as `1h30m`; `null` when it is none. Grafana takes no other. */
function secondsOf(duration: string): number | null {
  if (duration === "" || !durationForm.test(duration)) return null;
  const parts = [...duration.matchAll(/(\d+)(ms|[ywdhms])/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (durationUnits[unit ?? ""] ?? 0), 0);
}

const text = z.string().regex(/\S/, "must not be blank");
const duration = z
  .string()
  .refine((value) => variable.test(value) || secondsOf(value) !== null, "must be a duration such as 30s or 1h");
/** Of rules, contact points and folders. */
const uid = z.string().regex(/^[\w-]{1,40}$/, "must be 1 to 40 letters, digits, - and _");
const orgId = z.literal(1);
const apiVersion = z.literal(1);

const query = z.strictObject({
  refId: text,
  queryType: z.string().optional(),
  // A missing one keeps Grafana from starting.
  relativeTimeRange: z
    .strictObject({ from: z.int().positive(), to: z.int().nonnegative() })
    .refine(({ from, to }) => from > to, "must begin before it ends"),
  datasourceUid: text,
  model: z.looseObject({ refId: text }),
});
export type CheckedQuery = z.infer<typeof query>;

const rule = z.strictObject({
  uid,
  title: text.max(190, "must have at most 190 letters"),
  condition: text,
  data: z.array(query).min(1),
  dashboardUid: text.optional(),
  panelId: z.int().positive().optional(),
  // With KeepLast, which it does not know, Grafana 10 does not start.
  noDataState: z.enum(["OK", "Alerting", "NoData"]),
  execErrState: z.enum(["OK", "Alerting", "Error"]),
  // A number, or none at all, keeps Grafana 10 from starting.
  for: z.string().refine((value) => secondsOf(value) !== null, "must be a duration such as 0s or 5m"),
  labels: z.record(z.string().regex(/^[a-zA-Z_]\w*$/, "must be a label's name"), z.string()).default({}),
  annotations: z.record(z.string().regex(/^[a-zA-Z_]\w*$/, "must be an annotation's name"), z.string()).default({}),
  isPaused: z.boolean().optional(),
});
export type CheckedRule = z.infer<typeof rule>;

export const ruleFile = z.strictObject({
  apiVersion,
  groups: z.array(
    z.strictObject({
      orgId,
      name: text,
      folder: text,
      interval: z
        .string()
        .refine((value) => (secondsOf(value) ?? 0) > 0 && (secondsOf(value) ?? 1) % 10 === 0, "must be a multiple of 10s"),
      rules: z.array(rule).min(1),
    }),
  ),
  deleteRules: z.array(z.strictObject({ orgId, uid })).default([]),
});

export const contactPointFile = z.strictObject({
  apiVersion,
  contactPoints: z.array(
    z.strictObject({
      orgId,
      name: text,
      receivers: z
        .array(
          z.strictObject({
            uid,
            type: text,
            settings: z
              .record(z.string(), z.unknown())
              .refine((settings) => Object.keys(settings).length > 0, "must not be empty"),
            disableResolveMessage: z.boolean().optional(),
          }),
        )
        .min(1),
    }),
  ),
});

const timings = {
  group_by: z.array(text).optional(),
  group_wait: duration.optional(),
  group_interval: duration.optional(),
  repeat_interval: duration.optional(),
};

/** `matchers` of the SDK have a form of their own that Grafana's files do not take. */
const matchers = z.array(z.tuple([text, z.enum(["=", "!=", "=~", "!~"]), z.string()])).min(1);

export interface CheckedRoute {
  receiver?: string | undefined;
  routes?: CheckedRoute[] | undefined;
}
const route: z.ZodType<CheckedRoute> = z.lazy(() =>
  z.strictObject({
    receiver: text.optional(),
    object_matchers: matchers,
    continue: z.boolean().optional(),
    routes: z.array(route).optional(),
    ...timings,
  }),
);

export const policyFile = z.strictObject({
  apiVersion,
  // One tree an organisation.
  policies: z.array(z.strictObject({ orgId, receiver: text, routes: z.array(route).optional(), ...timings })).length(1),
});

export const dataSourceFile = z.strictObject({
  apiVersion,
  datasources: z
    .array(
      z.strictObject({
        name: text,
        uid,
        type: z.literal("influxdb"),
        access: z.literal("proxy"),
        orgId,
        url: text,
        user: text.optional(),
        isDefault: z.literal(false, "two defaults keep Grafana from starting, and there may be one already").optional(),
        editable: z.boolean().optional(),
        jsonData: z.strictObject({
          version: z.literal("InfluxQL"),
          dbName: text,
          httpMode: z.enum(["GET", "POST"]),
          timeInterval: z.string().optional(),
        }),
        secureJsonData: z.strictObject({ password: z.string().regex(variable, "must be a variable: it is a secret") }).optional(),
      }),
    )
    .min(1),
});

export const providerFile = z.strictObject({
  apiVersion,
  providers: z
    .array(
      z.strictObject({
        name: text,
        type: z.literal("file"),
        orgId,
        folder: text,
        folderUid: uid,
        disableDeletion: z.boolean().optional(),
        allowUiUpdates: z.boolean().optional(),
        updateIntervalSeconds: z.int().positive().optional(),
        options: z.strictObject({ path: z.string().regex(/^\//), foldersFromFilesStructure: z.boolean().optional() }),
      }),
    )
    .min(1),
});
