import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type {
  DashboardLink,
  DataTransformerConfig,
  GridPos,
  Panel,
  ThresholdsConfig,
  ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { pointsOfGrain } from "../grafana/grain.ts";
import type { ValueLink } from "../grafana/links.ts";
import { dataSource } from "../grafana/names.ts";
import type { Override } from "../grafana/override.ts";

/** What every panel says of itself. */
export interface Common {
  /** Unique in its dashboard, and never given to another panel: alerts link to it. */
  id: number;
  title: string;
  /** What it shows, how to read it, and what to do about it. */
  description: string;
  /** Grafana's name of a unit: `ms`, `percent`, `short`, `none`. */
  unit: string;
  targets: Builder<Dataquery>[];
  decimals?: number;
  min?: number;
  max?: number;
  thresholds?: Builder<ThresholdsConfig>;
  mappings?: ValueMapping[];
  overrides?: Override[];
  transformations?: DataTransformerConfig[];
  /** What stands there when nothing was found. */
  noValue?: string;
  /** On every value. */
  links?: ValueLink[];
  /** The smallest step in time, as a Grafana duration. Default: 30 s, the shortest schedule that the journeys come with. */
  interval?: string;
  maxDataPoints?: number;
  /** Once for each chosen value of a variable. */
  repeat?: { variable: string; perRow: number };
}

/** What all of the SDK's panel builders can do. */
interface PanelBuilder extends Builder<Panel> {
  id(id: number): unknown;
  title(title: string): unknown;
  description(description: string): unknown;
  datasource(ref: typeof dataSource): unknown;
  unit(unit: string): unknown;
  targets(targets: Builder<Dataquery>[]): unknown;
  interval(interval: string): unknown;
  maxDataPoints(points: number): unknown;
  decimals(decimals: number): unknown;
  min(min: number): unknown;
  max(max: number): unknown;
  thresholds(thresholds: Builder<ThresholdsConfig>): unknown;
  mappings(mappings: ValueMapping[]): unknown;
  overrides(overrides: Override[]): unknown;
  transformations(transformations: DataTransformerConfig[]): unknown;
  repeat(variable: string): unknown;
  repeatDirection(direction: "h" | "v"): unknown;
  maxPerRow(panels: number): unknown;
  noValue(text: string): unknown;
  dataLinks(links: Builder<DashboardLink>[]): unknown;
  gridPos(place: GridPos): unknown;
}

/** A panel that knows all but its place. */
export interface Placeable {
  id: number;
  at(place: GridPos): Panel;
}

/** Says in a builder of any kind of panel what all panels say. */
export function placeable(builder: PanelBuilder, common: Common): Placeable {
  const { id, title, description, unit, targets, interval = "30s", maxDataPoints = pointsOfGrain } = common;
  builder.id(id);
  builder.title(title);
  builder.description(description);
  builder.datasource(dataSource);
  builder.unit(unit);
  builder.targets(targets);
  builder.interval(interval);
  builder.maxDataPoints(maxDataPoints);
  sayOptional(builder, common);
  return {
    id,
    at(place) {
      builder.gridPos(place);
      return builder.build();
    },
  };
}

function sayOptional(builder: PanelBuilder, common: Common): void {
  const { decimals, min, max, thresholds, mappings, overrides, transformations, noValue, links, repeat } = common;
  if (decimals !== undefined) builder.decimals(decimals);
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  if (thresholds) builder.thresholds(thresholds);
  if (mappings) builder.mappings(mappings);
  if (overrides) builder.overrides(overrides);
  if (transformations) builder.transformations(transformations);
  if (noValue !== undefined) builder.noValue(noValue);
  if (repeat) {
    builder.repeat(repeat.variable);
    builder.repeatDirection("h");
    builder.maxPerRow(repeat.perRow);
  }
  if (links) builder.dataLinks(links.map(valueLink));
}

/** A link of a value has no more than this; the SDK's builder is one of a dashboard's links, with much that does not belong here. */
function valueLink({ title, url, targetBlank = false }: ValueLink): Builder<DashboardLink> {
  return { build: () => ({ title, url, targetBlank }) as DashboardLink };
}
