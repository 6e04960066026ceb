import type { Interval } from "./interval.ts";

/** A variable's value: text, chosen texts of a variable that takes several, or what stands for All. */
export type Chosen = string | readonly string[] | { all: string };

export interface Surroundings {
  /** Epoch milliseconds. */
  fromMs: number;
  toMs: number;
  interval: Interval;
  variables: ReadonlyMap<string, Chosen>;
}

const reference = /\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\]/g;

/**
 * A query as Grafana's InfluxDB data source sends it in InfluxQL text form: macros, then variables. Chosen values of a variable that
 * takes several are escaped and joined by `|` in brackets; a single value is escaped where `$name` stands in a regular expression; the
 * value of All stands as it is. Throws for a variable that there is not: Grafana would send its name.
 */
export function interpolate(query: string, { fromMs, toMs, interval, variables }: Surroundings): string {
  const macros: ReadonlyMap<string, string> = new Map([
    ["timeFilter", `time >= ${fromMs}ms and time <= ${toMs}ms`],
    ["__interval", interval.text],
    ["__interval_ms", String(interval.ms)],
  ]);
  return query.replaceAll(reference, (match: string, bare?: string, braced?: string, boxed?: string) => {
    const name = bare ?? braced ?? boxed ?? "";
    const macro = macros.get(name);
    if (macro !== undefined) return macro;
    const chosen = variables.get(name);
    if (chosen === undefined) throw new Error(`${match}: no such variable in this dashboard, in ${query}`);
    if (typeof chosen === "string") return isInRegex(query, name) ? escaped(chosen) : chosen;
    return "all" in chosen ? chosen.all : `(${chosen.map(escaped).join("|")})`;
  });
}

/** Whether a regular expression of the query, behind `=~` or `!~`, holds `$name`. */
function isInRegex(query: string, name: string): boolean {
  const regexes = query.match(/[=!]~\s*\/(?:\\.|[^/\\])*\//g) ?? [];
  return regexes.some((regex) => regex.includes(`$${name}`));
}

/** As Grafana escapes what stands in a regular expression, slashes included. */
function escaped(value: string): string {
  return value.replaceAll(/[\\^$*+?.()|[\]{}/]/g, String.raw`\$&`);
}
