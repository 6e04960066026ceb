import type { DynamicConfigValue, MatcherConfig } from "@grafana/grafana-foundation-sdk/dashboard";

export interface Override {
  matcher: MatcherConfig;
  properties: DynamicConfigValue[];
}

/** @param settings Grafana's ids of field settings, such as `unit` and `custom.width` */
export function column(name: string, settings: Readonly<Record<string, unknown>>): Override {
  return { matcher: { id: "byName", options: name }, properties: properties(settings) };
}

export function columns(regexp: string, settings: Readonly<Record<string, unknown>>): Override {
  return { matcher: { id: "byRegexp", options: `/${regexp}/` }, properties: properties(settings) };
}

export function fixed(color: string): { mode: "fixed"; fixedColor: string } {
  return { mode: "fixed", fixedColor: color };
}

function properties(settings: Readonly<Record<string, unknown>>): DynamicConfigValue[] {
  return Object.entries(settings).map(([id, value]) => ({ id, value }));
}
