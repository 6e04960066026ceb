import { TableCellHeight, TableSortByFieldStateBuilder } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { type Common, type Placeable, placeable } from "./common.ts";

export interface TableOptions extends Common {
  sortBy?: { column: string; descending: boolean };
}

/** Rows. Cells with much text show it whole on a click. */
export function table(options: TableOptions): Placeable {
  const { sortBy } = options;
  const builder = new PanelBuilder().showHeader(true).cellHeight(TableCellHeight.Sm).filterable(true).inspect(true);
  if (sortBy) {
    builder.sortBy([new TableSortByFieldStateBuilder().displayName(sortBy.column).desc(sortBy.descending)]);
  }
  return placeable(builder, options);
}

/** Settings of a column whose words have colours. */
export const colouredText = { "custom.cellOptions": { type: "color-text" } } as const;

/** Settings of a column that is there for links alone. */
export const hiddenColumn = { "custom.hidden": true } as const;

/** Settings of a column of epoch milliseconds. */
export const instant = { unit: "dateTimeAsIso", "custom.width": 170 } as const;
