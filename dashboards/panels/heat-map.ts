import { AxisPlacement, HeatmapCellLayout, TooltipDisplayMode, VisibilityMode } from "@grafana/grafana-foundation-sdk/common";
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from "@grafana/grafana-foundation-sdk/heatmap";
import { type Common, type Placeable, placeable } from "./common.ts";

/** Counts over time, a row a bucket in the order of the query's columns. Dark to light: readable without telling colours apart. */
export function heatMap(options: Common): Placeable {
  const builder = new PanelBuilder()
    .calculate(false)
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Le).value("durations"))
    .color(
      new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme("Cividis").steps(64).exponent(0.5).fill("dark-blue"),
    )
    .yAxis(new YAxisConfigBuilder().axisPlacement(AxisPlacement.Left))
    .showValue(VisibilityMode.Never)
    .cellGap(1)
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true).showColorScale(true))
    .showLegend();
  return placeable(builder, options);
}
