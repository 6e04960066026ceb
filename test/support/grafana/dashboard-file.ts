import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const generated = join(repository, "dashboards/generated");
const alerting = join(repository, "dashboards/provisioning/alerting");

const target = z.object({ refId: z.string(), query: z.string(), rawQuery: z.literal(true), hide: z.boolean().default(false) });
const current = z.object({ value: z.union([z.string(), z.array(z.string())]).optional() });
const variable = z.object({
  name: z.string(),
  type: z.enum(["query", "custom", "textbox", "constant", "interval", "datasource"]),
  query: z.string().default(""),
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  allValue: z.string().optional(),
  current: current.default({}),
});
const annotation = z.object({
  name: z.string(),
  target: z.looseObject({ query: z.string().optional(), refId: z.string().default("Anno") }).optional(),
});
const panel = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string().default(""),
  interval: z.string().optional(),
  maxDataPoints: z.number().optional(),
  timeFrom: z.string().optional(),
  targets: z.array(target).default([]),
});
const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  description: z.string().default(""),
  time: z.object({ from: z.string(), to: z.string() }),
  templating: z.object({ list: z.array(variable).default([]) }),
  annotations: z.object({ list: z.array(annotation).default([]) }),
  panels: z.array(panel.extend({ panels: z.array(panel).default([]) })),
});

export type Panel = z.infer<typeof panel>;
export type Variable = z.infer<typeof variable>;
export type Dashboard = Omit<z.infer<typeof dashboard>, "panels"> & { panels: Panel[] };

/** Every generated dashboard, panels of collapsed rows among the others, rows left out. */
export function readDashboards(): Dashboard[] {
  if (!existsSync(generated)) return [];
  return readdirSync(generated)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const read = dashboard.parse(JSON.parse(readFileSync(join(generated, name), "utf8")));
      const panels = read.panels.flatMap(({ panels: inside, ...own }) => [own, ...inside]);
      return { ...read, panels: panels.filter(({ type }) => type !== "row") };
    });
}

const ruleQuery = z.looseObject({ query: z.string().optional(), intervalMs: z.number().optional() });
const alertFile = z.looseObject({
  groups: z
    .array(
      z.looseObject({
        name: z.string(),
        rules: z.array(
          z.looseObject({
            uid: z.string(),
            title: z.string(),
            data: z.array(
              z.looseObject({
                refId: z.string(),
                datasourceUid: z.string(),
                relativeTimeRange: z.object({ from: z.number(), to: z.number() }).optional(),
                model: ruleQuery,
              }),
            ),
          }),
        ),
      }),
    )
    .default([]),
});

export interface AlertQuery {
  rule: string;
  refId: string;
  query: string;
  intervalMs: number;
  /** Seconds back from now. */
  fromS: number;
  toS: number;
}

/** The queries of all provisioned alert rules that ask InfluxDB. */
export function readAlertQueries(): AlertQuery[] {
  if (!existsSync(alerting)) return [];
  const files = readdirSync(alerting).filter((name) => /\.ya?ml$/.test(name));
  return files
    .flatMap((name) => alertFile.parse(parse(readFileSync(join(alerting, name), "utf8"))).groups)
    .flatMap(({ rules }) => rules)
    .flatMap(({ title, data }) =>
      data.flatMap(({ refId, datasourceUid, relativeTimeRange, model }) =>
        datasourceUid === "sonde-influxdb" && model.query !== undefined
          ? [
              {
                rule: title,
                refId,
                query: model.query,
                intervalMs: model.intervalMs ?? 1_000,
                fromS: relativeTimeRange?.from ?? 600,
                toS: relativeTimeRange?.to ?? 0,
              },
            ]
          : [],
      ),
    );
}
