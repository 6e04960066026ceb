import { z } from "zod";

/** A series as Grafana's InfluxDB data source gives it to expressions: the tags of its group, and its values in order. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  values: readonly (number | null)[];
}

const answer = z.object({
  error: z.string().optional(),
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(
          z.object({
            tags: z.record(z.string(), z.string()).default({}),
            columns: z.tuple([z.literal("time"), z.string()]),
            values: z.array(z.tuple([z.number(), z.number().nullable()])),
          }),
        )
        .default([]),
    }),
  ),
});

/**
 * Asks queries as if it were that moment: `now()` is the only clock that they have. All in one request; rejects with InfluxDB's words,
 * and for queries of more than one column, or of text, which Grafana's expressions do not take.
 * @returns series of each query, in their order
 */
export async function askAt(url: string, database: string, queries: readonly string[], nowMs: number): Promise<Series[][]> {
  const q = queries.map((query) => query.replaceAll("now()", `${nowMs}ms`)).join("; ");
  const body = new URLSearchParams({ q, db: database, epoch: "ms" });
  const response = await fetch(`${url}/query`, { method: "POST", body, signal: AbortSignal.timeout(60_000) });
  const { error, results } = answer.parse(await response.json());
  const wrong = error ?? results.findIndex((result) => result.error !== undefined);
  if (typeof wrong === "string") throw new Error(`InfluxDB refuses the request: ${wrong}`);
  if (wrong !== -1) throw new Error(`InfluxDB refuses ${queries[wrong]}: ${results[wrong]?.error}`);
  return results.map(({ series }) =>
    series.map(({ tags, values }) => ({ labels: tags, values: values.map(([, value]) => value) })),
  );
}
