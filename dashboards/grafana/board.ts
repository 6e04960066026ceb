import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  RowBuilder,
  TimePickerBuilder,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Placeable } from "../panels/common.ts";
import { boardLinks } from "./links.ts";
import type { BoardUid } from "./names.ts";

/** A panel with its width, in 24ths, and height, in rows of some 30 pixels. */
export type Placed = readonly [width: number, height: number, panel: Placeable];

export interface Row {
  title: string;
  panels: readonly Placed[];
}

export interface Board {
  uid: BoardUid;
  title: string;
  description: string;
  /** How far back it looks at first. */
  from: string;
  refresh: string;
  variables: Builder<VariableModel>[];
  annotations: Builder<AnnotationQuery>[];
  rows: readonly Row[];
}

const columns = 24;
/** Ids of the rows' headings, beyond those of panels. */
const firstRowId = 1_000;

export function board({ uid, title, description, from, refresh, variables, annotations, rows }: Board): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(["sonde"])
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from, to: "now" })
    .timepicker(new TimePickerBuilder().refreshIntervals(["10s", "30s", "1m", "5m", "15m", "1h"]))
    .refresh(refresh)
    .variables(variables)
    .annotations(annotations)
    .links([boardLinks()]);
  return { ...builder.build(), panels: place(rows) };
}

/** Row after row, panels from left to right; one that does not fit begins a new line. */
function place(rows: readonly Row[]): NonNullable<Dashboard["panels"]> {
  let y = 0;
  return rows.flatMap(({ title, panels }, index) => {
    const heading = new RowBuilder(title)
      .id(firstRowId + index)
      .collapsed(false)
      .gridPos({ x: 0, y, w: columns, h: 1 })
      .build();
    const line = placeLines(panels, y + 1);
    y = line.y;
    return [heading, ...line.panels];
  });
}

function placeLines(panels: readonly Placed[], top: number): { panels: Panel[]; y: number } {
  let x = 0;
  let y = top;
  let height = 0;
  const placed = panels.map(([w, h, panel]) => {
    if (x + w > columns) {
      x = 0;
      y += height;
      height = 0;
    }
    const at = panel.at({ x, y, w, h });
    x += w;
    height = Math.max(height, h);
    return at;
  });
  return { panels: placed, y: y + height };
}
