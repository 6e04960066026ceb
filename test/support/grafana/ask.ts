import { z } from "zod";

const answer = z.object({
  error: z.string().optional(),
  results: z
    .array(
      z.object({
        error: z.string().optional(),
        series: z
          .array(
            z.object({
              tags: z.record(z.string(), z.string()).default({}),
              columns: z.array(z.string()),
              values: z.array(z.array(z.unknown())).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export interface Answer {
  rows: Record<string, unknown>[];
  /** Rows with a value beside time and tags: what a panel can show. */
  shown: number;
  ms: number;
}

/** Asks as Grafana's data source does. Rejects with InfluxDB's words and the query when it is refused. */
export async function askInflux(url: string, database: string, influxQl: string): Promise<Answer> {
  const begun = performance.now();
  const body = new URLSearchParams({ q: influxQl, db: database, epoch: "ms" });
  const response = await fetch(`${url}/query`, { method: "POST", body, signal: AbortSignal.timeout(60_000) });
  const text = await response.text();
  const ms = performance.now() - begun;
  const { error, results } = answer.parse(JSON.parse(text));
  const wrong = error ?? results.find((result) => result.error !== undefined)?.error;
  if (wrong !== undefined) throw new Error(`InfluxDB refuses it: ${wrong}\n${influxQl}`);
  const series = results.flatMap((result) => result.series);
  const rows = series.flatMap(({ tags, columns, values }) =>
    values.map((row) => ({ ...tags, ...Object.fromEntries(columns.map((column, index) => [column, row[index]])) })),
  );
  const shown = series
    .flatMap(({ columns, values }) => values.map((row) => row.filter((_, index) => columns[index] !== "time")))
    .filter((row) => row.some((value) => value !== null)).length;
  return { rows, shown, ms };
}
