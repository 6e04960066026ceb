import { seriesOf } from "../config/series.ts";
import type { Config } from "../contract/config.ts";
import { type Journey, declarationsOf } from "./journeys.ts";

/** `InfluxDB gets up to 123 series of it, 24 of them roll-ups, most by chat (45): the limit is 100,000.` */
export function seriesLine(
  config: Pick<Config, "probes" | "targets" | "maxSeries">,
  journeys: ReadonlyMap<string, Journey>,
): string {
  const { total, rollups, largest } = seriesOf(config, declarationsOf(journeys));
  const [most] = largest;
  const by = most ? `, most by ${most.probe} (${most.series})` : "";
  return `InfluxDB gets up to ${whole(total)} series of it, ${whole(rollups)} of them roll-ups${by}: the limit is ${whole(config.maxSeries)}.`;
}

const whole = (count: number) => count.toLocaleString("en-US");
