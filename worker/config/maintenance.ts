import type { MaintenanceWindow } from "../contract/config.ts";
import { parseDuration } from "../kit/duration.ts";
import type { MaintenanceConfig } from "./define.ts";
import { unknownName } from "./nearest.ts";
import { type Report, join, show } from "./report.ts";
import { timesOf } from "./schedule.ts";

/** A maintenance window; `null` after its problems were reported. */
export function buildMaintenance(
  given: MaintenanceConfig,
  path: string,
  { targets, wrong }: { targets: readonly string[]; wrong: ReadonlySet<PropertyKey> },
  report: Report,
): MaintenanceWindow | null {
  const { target = null, reason } = given;
  if (target !== null && !targets.includes(target)) {
    report({
      path: join(path, "target"),
      ...unknownName(target, "target", targets),
    });
  }
  const isTimeWrong = ["from", "to", "cron", "duration"].some((key) => wrong.has(key));
  const span = isTimeWrong ? null : spanOf(given, path, report);
  return span && { target, reason, span };
}

function spanOf(given: MaintenanceConfig, path: string, report: Report): MaintenanceWindow["span"] | null {
  const { from, to, cron, timeZone, duration } = given;
  if (from !== undefined && to !== undefined && cron === undefined && duration === undefined)
    return onceOf(from, to, path, report);
  if (cron !== undefined && duration !== undefined && from === undefined && to === undefined) {
    const times = timesOf({ cron, timeZone }, path, report);
    return times && { kind: "cron", ...times, durationMs: parseDuration(duration) ?? 0 };
  }
  const keys = Object.entries({ from, to, cron, duration }).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  report({
    path,
    found: keys.length > 0 ? keys.join(", ") : "no time",
    expected: "from and to, or cron and duration",
    paste: 'cron: "0 3 * * 0", duration: "2h"',
  });
  return null;
}

function onceOf(from: string, to: string, path: string, report: Report): MaintenanceWindow["span"] | null {
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)];
  if (startMs < endMs) return { kind: "once", startMs, endMs };
  report({ path: join(path, "to"), found: show(to), expected: `a time after ${from}` });
  return null;
}
