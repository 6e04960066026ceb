import type { Viewed } from "./panels.ts";

export interface Timed {
  title: string;
  uid: string;
  /** The same panels, over the dashboard's own range and over 90 days. */
  panels: readonly { near: Viewed; far: Viewed }[];
}

/** The table of docs/dashboards.md: a line a query, a section a dashboard. */
export function queryTable(dashboards: readonly Timed[]): string {
  return dashboards.map(section).join("\n\n");
}

function section({ title, uid, panels }: Timed): string {
  const lines = panels.flatMap(({ near, far }) =>
    near.targets.map(({ refId, answer }, index) => {
      const long = far.targets[index]?.answer;
      return `| ${near.panel.title} | ${refId} | ${answer.shown} | ${answer.ms.toFixed(1)} | ${long?.shown ?? ""} | ${long?.ms.toFixed(1) ?? ""} |`;
    }),
  );
  const head = ["| panel | query | rows | ms | rows, 90 days | ms |", "|---|---|---|---|---|---|"];
  return [`**${title}** (\`${uid}\`)`, "", ...head, ...lines].join("\n");
}
