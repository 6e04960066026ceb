import type { MaintenanceWindow } from "../contract/config.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { nextOfCron } from "./cron.ts";

/** The first window that covers the target at that time, epoch milliseconds; its start belongs to it, its end does not. */
export function maintenanceAt(windows: readonly MaintenanceWindow[], target: string, atMs: number): MaintenanceWindow | null {
  return windows.find((window) => [null, target].includes(window.target) && covers(window.span, atMs)) ?? null;
}

function covers(span: MaintenanceWindow["span"], atMs: number): boolean {
  switch (span.kind) {
    case "once":
      return span.startMs <= atMs && atMs < span.endMs;
    case "cron": {
      const startMs = nextOfCron(span.cron, span.timeZone, atMs - span.durationMs);
      return startMs !== null && startMs <= atMs;
    }
    default:
      return exhaustive(span);
  }
}
