import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { BoardUid } from "./names.ts";

/** To the other dashboards, with the range and the variables that they share. */
export function boardLinks(): Builder<DashboardLink> {
  return new DashboardLinkBuilder("Sonde")
    .type(DashboardLinkType.Dashboards)
    .tags(["sonde"])
    .icon("external link")
    .tooltip("The other dashboards, for the same range and choice")
    .asDropdown(false)
    .includeVars(true)
    .keepTime(true);
}

export interface ValueLink {
  title: string;
  url: string;
  targetBlank?: boolean;
}

export interface BoardLink {
  /** Variable to Grafana's expression for its value, such as `${__data.fields.Probe}`: what was clicked. */
  narrowed?: Readonly<Record<string, string>>;
  /** Variables that go along as they are chosen. */
  kept?: readonly string[];
  /** Parameters of the range. Default: the one that is shown. */
  range?: string;
}

/** To another dashboard, narrowed to what was clicked. */
export function toBoard(
  uid: BoardUid,
  title: string,
  { narrowed = {}, kept = [], range = "${__url_time_range}" }: BoardLink,
): ValueLink {
  const chosen = kept.map((name) => `\${${name}:queryparam}`);
  const clicked = Object.entries(narrowed).map(([name, value]) => `var-${name}=${value}`);
  return { title, url: `/d/${uid}?${[range, ...chosen, ...clicked].join("&")}` };
}
