import type { AnnotationQuery } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { picked, tagIs, timeFilter } from "../influxql/condition.ts";
import { value } from "../influxql/expression.ts";
import { select } from "../influxql/select.ts";
import { annotation } from "../grafana/annotations.ts";
import { colours } from "../grafana/colours.ts";

const where = [timeFilter, picked("target")] as const;

/** What happened meanwhile, on every panel: incidents and load runs as regions, the beginnings of iterations as lines. */
export function whatHappened(): Builder<AnnotationQuery>[] {
  return [
    annotation({
      name: "Incidents",
      color: colours.broken,
      query: select("incident", {
        columns: { title: value("title"), text: value("text"), component: value("component"), ended_ms: value("ended_ms") },
        where: [...where, tagIs("state", "open")],
      }),
      title: "title",
      text: "text",
      tags: "component",
      ended: "ended_ms",
    }),
    annotation({
      name: "Iterations",
      color: colours.calm,
      query: select("iteration", { columns: { label: value("label"), revision: value("revision") }, where }),
      title: "label",
      text: "revision",
    }),
    annotation({
      name: "Load runs",
      color: colours.blocked,
      query: select("load_run", {
        columns: { profile: value("profile"), cause: value("cause"), verdict: value("verdict"), ended_ms: value("ended_ms") },
        where,
      }),
      title: "profile",
      text: "cause",
      tags: "verdict",
      ended: "ended_ms",
    }),
  ];
}
