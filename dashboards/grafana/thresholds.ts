import { type ThresholdsConfig, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";

/** From the lowest up: each colour holds from its value on, the first without one. */
export function steps(base: string, ...from: readonly (readonly [value: number, color: string])[]): Builder<ThresholdsConfig> {
  const config = {
    mode: ThresholdsMode.Absolute,
    steps: [{ color: base }, ...from.map(([value, color]) => ({ value, color }))],
  };
  // The SDK wants `value: null` in the first step, which Grafana's own validation refuses.
  return { build: () => config as ThresholdsConfig };
}
