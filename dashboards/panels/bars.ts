import {
  LegendDisplayMode,
  LegendPlacement,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/barchart";
import { type Common, type Placeable, placeable } from "./common.ts";

export interface BarsOptions extends Common {
  /** Column that names the bars. */
  across: string;
  stacked?: boolean;
  legend?: boolean;
}

/** Lying bars, a row of the answer each. */
export function bars(options: BarsOptions): Placeable {
  const { across, stacked = false, legend = true } = options;
  const builder = new PanelBuilder()
    .xField(across)
    .orientation(VizOrientation.Horizontal)
    .stacking(stacked ? StackingMode.Normal : StackingMode.None)
    .showValue(VisibilityMode.Auto)
    .barWidth(0.8)
    .groupWidth(0.8)
    .fillOpacity(85)
    .lineWidth(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(legend)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  return placeable(builder, options);
}
