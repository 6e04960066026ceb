import {
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { FieldColorBuilder, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { type Common, type Placeable, placeable } from "./common.ts";

/** Longer than this without a point stays empty: nobody measured. */
const gapMs = 3_600_000;

/** States over time, a row a series: a value mapping gives integers their words and colours. */
export function timeline(options: Common & { showValues?: boolean }): Placeable {
  const builder = new PanelBuilder()
    .mergeValues(true)
    .showValue(options.showValues ? VisibilityMode.Auto : VisibilityMode.Never)
    .rowHeight(0.85)
    .lineWidth(0)
    .fillOpacity(90)
    .spanNulls(gapMs)
    .perPage(30)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single));
  return placeable(builder, options);
}
