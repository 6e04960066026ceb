import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { Query } from "../influxql/select.ts";
import { dataSource } from "./names.ts";

/** A query of Grafana's InfluxDB data source, which the SDK does not know, in its InfluxQL text form. */
interface InfluxDataquery extends Dataquery {
  datasource: typeof dataSource;
  refId: string;
  query: string;
  rawQuery: true;
  resultFormat: "time_series" | "table";
  alias?: string;
}

export interface TargetOptions {
  /**
   * `table`: one frame with a column for each tag and alias. `time_series`: a series a column and group, named by `alias`, in which
   * `$tag_step` is a tag's value and `$col` the column.
   */
  format: "time_series" | "table";
  alias?: string;
}

/** @param refId `A`, `B`, …: unique in a panel */
export function target(refId: string, { text }: Query, { format, alias }: TargetOptions): Builder<Dataquery> {
  const query: Omit<InfluxDataquery, "_implementsDataqueryVariant"> = {
    datasource: dataSource,
    refId,
    query: text,
    rawQuery: true,
    resultFormat: format,
    ...(alias === undefined ? {} : { alias }),
  };
  return { build: () => query as InfluxDataquery };
}
