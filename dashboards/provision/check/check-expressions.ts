import { z } from "zod";
import type { CheckedQuery, CheckedRule } from "./forms.ts";

const reducers = ["last", "mean", "min", "max", "sum", "count"] as const;
const evaluator = z.union([
  z.strictObject({ type: z.enum(["gt", "lt"]), params: z.tuple([z.number()]) }),
  z.strictObject({ type: z.enum(["within_range", "outside_range"]), params: z.tuple([z.number(), z.number()]) }),
]);
const common = { refId: z.string(), datasource: z.strictObject({ type: z.literal("__expr__"), uid: z.literal("__expr__") }) };

const expression = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("reduce"), expression: z.string(), reducer: z.enum(reducers) }),
  z.strictObject({ ...common, type: z.literal("math"), expression: z.string() }),
  z.strictObject({
    ...common,
    type: z.literal("threshold"),
    expression: z.string(),
    conditions: z.array(z.strictObject({ evaluator })).length(1),
  }),
]);

const influxQuery = z.strictObject({
  refId: z.string(),
  datasource: z.strictObject({ type: z.literal("influxdb"), uid: z.string() }),
  query: z.string().regex(/^SELECT /),
  // The structured form ignores a numeric limit, and compares text with numbers.
  rawQuery: z.literal(true),
  // A table with texts in it is refused by expressions.
  resultFormat: z.literal("time_series"),
  intervalMs: z.int().positive(),
  maxDataPoints: z.int().positive(),
});

/** Every node's form, that it works on nodes that are there, that they end somewhere, and that the condition is a number. */
export function checkExpressions({ data, condition }: CheckedRule): string[] {
  const names = new Set(data.map(({ refId }) => refId));
  const decides = data.find(({ refId }) => refId === condition);
  const graph = new Map(data.map((node) => [node.refId, inputs(node)]));
  return [
    ...data.flatMap((node) => checkNode(node).map((problem) => `${node.refId}: ${problem}`)),
    ...data.flatMap(({ refId }) =>
      (graph.get(refId) ?? []).filter((name) => !names.has(name)).map((name) => `${refId}: there is no ${name}`),
    ),
    ...data.filter(({ refId }) => reaches(refId, refId, graph)).map(({ refId }) => `${refId} works on itself`),
    ...(decides && !["math", "threshold"].includes(String(decides.model["type"]))
      ? ["its condition must be a calculation or a threshold"]
      : []),
  ];
}

function checkNode({ datasourceUid, model }: CheckedQuery): string[] {
  const { error } = (datasourceUid === "__expr__" ? expression : influxQuery).safeParse(model);
  const form = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (datasourceUid !== "__expr__") return [...form, ...checkInfluxQl(String(model["query"]))];
  return [...form, ...(model["type"] === "math" ? checkMath(String(model["expression"])) : [])];
}

/** The backend, where alerts are evaluated, knows no variables of dashboards, and of macros only these. */
function checkInfluxQl(query: string): string[] {
  const known = query.replaceAll(/\$(?:timeFilter|interval|__interval_ms|__interval)\b/g, "");
  return [
    ...(/\$\w|\$\{|\[\[/.test(known) ? ["no dashboard variables in an alert's query"] : []),
    ...(/\btime\b/.test(query) || query.includes("$timeFilter") ? [] : ["nothing bounds its time"]),
  ];
}

/** Grafana 10 reads letters alone as a variable's name. */
function checkMath(text: string): string[] {
  const variables = [...text.matchAll(/\$\{?[\w ]*\}?/g)].map(([name]) => name);
  const rest = text.replaceAll(/\$[A-Za-z]+/g, "").replaceAll(/[\d.]+|&&|\|\||[<>=!]=|\*\*|[-+*/%<>!(),\s]/g, "");
  return [
    ...variables.filter((name) => !/^\$[A-Za-z]+ ?$/.test(name)).map((name) => `${name}: names of letters alone`),
    ...(rest === "" ? [] : [`${rest}: not known in calculations`]),
  ];
}

function inputs({ datasourceUid, model }: CheckedQuery): string[] {
  if (datasourceUid !== "__expr__") return [];
  const { expression: text } = model;
  if (typeof text !== "string") return [];
  return model["type"] === "math" ? [...text.matchAll(/\$([A-Za-z]+)/g)].map(([, name = ""]) => name) : [text.replace(/^\$/, "")];
}

function reaches(from: string, to: string, graph: ReadonlyMap<string, readonly string[]>, seen = new Set<string>()): boolean {
  return (graph.get(from) ?? []).some((name) => {
    if (name === to) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return reaches(name, to, graph, seen);
  });
}
