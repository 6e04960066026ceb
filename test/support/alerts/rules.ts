import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const file = join(import.meta.dirname, "../../../dashboards/provisioning/alerting/rules.yml");

const model = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("reduce"), expression: z.string(), reducer: z.enum(["last", "sum"]) }),
  z.looseObject({ type: z.literal("math"), expression: z.string() }),
  z.looseObject({
    type: z.literal("threshold"),
    expression: z.string(),
    conditions: z.tuple([z.object({ evaluator: z.object({ type: z.enum(["gt", "lt"]), params: z.tuple([z.number()]) }) })]),
  }),
  z.looseObject({ type: z.literal("query").default("query"), query: z.string() }),
]);
export type Model = z.infer<typeof model>;

const rule = z.looseObject({
  uid: z.string(),
  condition: z.string(),
  for: z.string(),
  noDataState: z.enum(["OK", "Alerting"]),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  data: z.array(
    z.object({
      refId: z.string(),
      model: z.preprocess((given) => ({ type: "query", ...(given as object) }), model),
    }),
  ),
});
export type Rule = z.infer<typeof rule> & { intervalMs: number };

/** The rules as Grafana reads them from the committed file. */
export function readRules(): Rule[] {
  const { groups } = z
    .looseObject({ groups: z.array(z.looseObject({ interval: z.string(), rules: z.array(rule) })) })
    .parse(parse(readFileSync(file, "utf8")));
  return groups.flatMap(({ interval, rules }) => rules.map((one) => ({ ...one, intervalMs: durationMs(interval) })));
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

export function durationMs(text: string): number {
  const [, amount = "0", unit = "s"] = /^(\d+)([smh])$/.exec(text) ?? [];
  return Number(amount) * (unitMs[unit] ?? 0);
}
