import { picked, timeFilter } from "../influxql/condition.ts";
import { type Expression, max, mean, sum, value } from "../influxql/expression.ts";
import type { NumericField } from "../influxql/names.ts";
import { type Query, interval, select } from "../influxql/select.ts";

const chosenWorkers = [timeFilter, picked("location")] as const;

type Field = NumericField<"worker">;

const reducers: Record<"highest" | "mean" | "sum", (field: Field) => Expression<Field>> = { highest: max, mean, sum };

/** What workers say of themselves every minute, a series a location. */
export function workerOverTime(field: Field, reducer: keyof typeof reducers): Query {
  return select("worker", { columns: { [field]: reducers[reducer](field) }, where: chosenWorkers, by: [interval, "location"] });
}

/** The newest report of each worker within the range. */
export function newestReports(): Query {
  return select("worker", {
    columns: {
      "Outbox rows": value("outbox_rows"),
      "Oldest row": value("outbox_oldest_s"),
      "Dead letters": value("dead_letters"),
      CPU: value("cpu"),
      Memory: value("rss"),
    },
    where: chosenWorkers,
    by: ["location"],
    newestFirst: true,
    limit: 1,
  });
}

/** A number of runs, a series a probe: the highest of each interval, or the mean, which InfluxDB finds far faster than a percentile. */
export function ofRuns(field: NumericField<"probe_run">, reducer: "highest" | "mean"): Query {
  const shown = reducer === "highest" ? max(field) : mean(field);
  return select("probe_run", { columns: { [reducer]: shown }, where: chosenWorkers, by: [interval, "probe"] });
}
