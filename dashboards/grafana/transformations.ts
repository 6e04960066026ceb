import type { DataTransformerConfig } from "@grafana/grafana-foundation-sdk/dashboard";

/** Leaves columns out, names them, and puts them in order: what is named comes first, as it is listed. */
export function arrange(names: Readonly<Record<string, string>>, leaveOut: readonly string[] = []): DataTransformerConfig {
  return {
    id: "organize",
    options: {
      excludeByName: Object.fromEntries(leaveOut.map((name) => [name, true])),
      indexByName: Object.fromEntries(Object.keys(names).map((name, index) => [name, index])),
      renameByName: names,
    },
  };
}

/** Keeps the rows in which a column has no value. */
export function whereMissing(column: string): DataTransformerConfig {
  return {
    id: "filterByValue",
    options: { type: "include", match: "all", filters: [{ fieldName: column, config: { id: "isNull", options: {} } }] },
  };
}

/** One table out of the answers of several targets that have the same columns. */
export function oneTable(): DataTransformerConfig {
  return { id: "merge", options: {} };
}

/** Leaves a column out of every answer, before they are put together. */
export function without(column: string): DataTransformerConfig {
  return { id: "filterFieldsByName", options: { exclude: { names: [column] } } };
}
