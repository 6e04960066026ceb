import { type AnnotationQuery, AnnotationQueryBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { Query } from "../influxql/select.ts";
import { dataSource } from "./names.ts";

export interface Annotation<Columns extends string> {
  name: string;
  color: string;
  enabled?: boolean;
  query: Query<Columns>;
  /** Column of epoch milliseconds: a region instead of a line. */
  ended?: NoInfer<Columns>;
  text: NoInfer<Columns>;
  title: NoInfer<Columns>;
  tags?: string;
}

/** Marks on every panel that has a time axis. */
export function annotation<Columns extends string>(options: Annotation<Columns>): Builder<AnnotationQuery> {
  const { name, color, enabled = true, query, ended, text, title, tags } = options;
  // Grafana's InfluxDB data source reads this from inside the target.
  const target = {
    refId: "Anno",
    datasource: dataSource,
    fromAnnotations: true,
    rawQuery: true,
    resultFormat: "table",
    query: query.text,
    textEditor: true,
    textColumn: text,
    titleColumn: title,
    ...(tags === undefined ? {} : { tagsColumn: tags }),
    ...(ended === undefined ? {} : { timeEndColumn: ended }),
  };
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(dataSource)
    .enable(enabled)
    .hide(false)
    .iconColor(color)
    .target({ build: () => target as unknown as Dataquery });
}
