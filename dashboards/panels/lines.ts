import {
  AxisPlacement,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { FieldColorBuilder, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { type Common, type Placeable, placeable } from "./common.ts";

export interface LinesOptions extends Common {
  /** Adds values up: areas for `lines`, one bar for `bars`. */
  stacked?: boolean;
  style?: "lines" | "bars" | "points";
  /** Columns of the legend: Grafana's names of reducers. */
  legend?: ("lastNotNull" | "mean" | "max" | "min" | "sum")[];
}

/** Longer than this without a point is a gap, not a line: nobody measured. Journeys run every half hour at the least, but `cold-start`. */
const gapMs = 3_600_000;

/** Values over time. */
export function lines(options: LinesOptions): Placeable {
  const { stacked = false, style = "lines", legend = ["lastNotNull", "max"] } = options;
  const builder = new PanelBuilder()
    .drawStyle(GraphDrawStyle[style === "lines" ? "Line" : style === "bars" ? "Bars" : "Points"])
    .lineInterpolation(LineInterpolation.Linear)
    .lineWidth(style === "bars" ? 0 : 2)
    .fillOpacity(style === "bars" ? 80 : stacked ? 40 : 0)
    .showPoints(style === "bars" ? VisibilityMode.Never : VisibilityMode.Auto)
    .pointSize(style === "points" ? 7 : 5)
    .spanNulls(gapMs)
    .axisPlacement(AxisPlacement.Auto)
    .axisSoftMin(0)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None).group("A"))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(legend),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  return placeable(builder, options);
}

/** Settings of a line that others are measured by: dashed, thin, and of no colour of a state. */
export const dashedLine = {
  "custom.lineStyle": { fill: "dash", dash: [10, 10] },
  "custom.lineWidth": 1,
  "custom.fillOpacity": 0,
  "custom.showPoints": "never",
} as const;
