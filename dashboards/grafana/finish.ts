import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";

/** Takes out what the SDK puts in and Grafana's own validation refuses: `placement` of links and annotations, thresholds of `null`. */
export function finish(dashboard: Dashboard): unknown {
  return JSON.parse(JSON.stringify(dashboard), (key, value: unknown) => {
    if (key === "placement" && value === "inControlsMenu") return undefined;
    return key === "value" && value === null ? undefined : value;
  });
}
