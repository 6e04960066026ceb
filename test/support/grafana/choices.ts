import type { Dashboard, Variable } from "./dashboard-file.ts";
import { type Chosen, type Surroundings, interpolate } from "./interpolate.ts";

/** Rows as InfluxQL's columns name them. */
export type Ask = (influxQl: string) => Promise<Record<string, unknown>[]>;

/** What is chosen where one value has to be: a probe that every fault of the story breaks. */
const preferred = new Map([["probe", "dashboard"]]);

export interface Choices {
  variables: Map<string, Chosen>;
  /** The queries of variables, as they were sent, with how many values they gave. */
  asked: { name: string; query: string; sent: string; values: string[] }[];
}

/** `all`: where Grafana begins, All wherever that can be chosen. `some`: the first two values of each, named one by one. */
export type Manner = "all" | "some";

/**
 * Chooses values for a dashboard's variables, in their order, as opening it in Grafana does: a query's first value where All cannot
 * be chosen.
 */
export async function choose(
  dashboard: Dashboard,
  manner: Manner,
  around: Omit<Surroundings, "variables">,
  ask: Ask,
): Promise<Choices> {
  const choices: Choices = { variables: new Map(), asked: [] };
  for (const variable of dashboard.templating.list) {
    choices.variables.set(variable.name, await valueOf(variable, manner, around, choices, ask));
  }
  return choices;
}

async function valueOf(
  variable: Variable,
  manner: Manner,
  around: Omit<Surroundings, "variables">,
  choices: Choices,
  ask: Ask,
): Promise<Chosen> {
  const { name, type, query, multi, includeAll, allValue } = variable;
  if (type !== "query") return firstOf(variable.current.value) ?? query.split(",")[0] ?? "";
  const sent = interpolate(query, { ...around, variables: choices.variables });
  const values = (await ask(sent)).map((row) => String(row["value"] ?? Object.values(row).at(-1)));
  choices.asked.push({ name, query, sent, values });
  if (includeAll && (manner === "all" || values.length === 0)) return { all: allValue ?? values.join("|") };
  const wanted = preferred.get(name) ?? "";
  return multi ? values.slice(0, 2) : values.includes(wanted) ? wanted : (values[0] ?? "");
}

function firstOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "object" ? value[0] : value;
}
