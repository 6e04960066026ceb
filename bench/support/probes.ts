import type { ProbeConfig } from "../../worker/config/define.ts";
import { journeys } from "./journeys.ts";

/** 50 probes, each every 10 s. */
export const fiftyProbes: ProbeConfig[] = Array.from({ length: 50 }, (_, index) => ({
  name: `probe-${index + 1}`,
  journey: journeys.health,
  every: "10s",
}));
export const fiftyEveryMs = 10_000;
