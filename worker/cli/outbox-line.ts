import type { InfluxSettings } from "../contract/config.ts";
import type { OutboxStats } from "../contract/outbox.ts";
import { formatDuration } from "../kit/duration.ts";

/** How delivery stands, in one line. */
export function outboxLine(influx: InfluxSettings | null, stats: OutboxStats, nowMs: number): string {
  if (influx === null) return "InfluxDB: off (set SONDE_INFLUX_URL to deliver)";
  const waiting =
    stats.oldestMs === null
      ? "nothing waits"
      : `${stats.rows} points wait, the oldest for ${formatDuration(Math.max(0, nowMs - stats.oldestMs))}`;
  const rejected = stats.deadLetters > 0 ? ` · ${stats.deadLetters} dead letters (sonde influx dead-letters list)` : "";
  const givenUp = stats.givenUp > 0 ? ` · ${stats.givenUp} points given up at the disk limit` : "";
  return `InfluxDB ${influx.url}: ${waiting}${rejected}${givenUp}`;
}
