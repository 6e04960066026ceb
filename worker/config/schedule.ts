import { Cron } from "croner";
import type { Schedule } from "../contract/config.ts";
import { parseDuration } from "../kit/duration.ts";
import { type Report, join, show } from "./report.ts";

export interface Times {
  cron: string;
  timeZone: string;
}

/** A cron expression in its time zone; `null` after saying what is wrong. */
export function timesOf(given: { cron: string; timeZone?: string | undefined }, path: string, report: Report): Times | null {
  const { cron, timeZone = "UTC" } = given;
  if (!isTimeZone(timeZone)) {
    report({ path: join(path, "timeZone"), found: show(timeZone), expected: 'a time zone such as "Europe/Berlin" or "UTC"' });
    return null;
  }
  const problem = problemOfCron(cron, timeZone);
  if (problem === null) return { cron, timeZone };
  report({
    path: join(path, "cron"),
    found: `${show(cron)} (${problem})`,
    expected: 'cron times such as "*/5 * * * *" or "0 8 * * 1-5"',
  });
  return null;
}

/** Either `every` or `cron`; `null` after saying what is wrong. */
export function scheduleOf(
  given: { every?: string | undefined; cron?: string | undefined; timeZone?: string | undefined },
  path: string,
  report: Report,
): Schedule | null {
  const { every, cron, timeZone } = given;
  if ((every === undefined) === (cron === undefined)) {
    report({
      path,
      found: every === undefined ? "neither every nor cron" : "both every and cron",
      expected: "one of them",
      paste: every === undefined ? 'every: "60s"' : null,
    });
    return null;
  }
  if (cron !== undefined) {
    const times = timesOf({ cron, timeZone }, path, report);
    return times && { kind: "cron", ...times };
  }
  if (timeZone !== undefined) {
    report({ path: join(path, "timeZone"), found: show(timeZone), expected: "no time zone beside every: it is for cron" });
  }
  return everyOf(parseDuration(every ?? "") ?? 0, path, report);
}

const shortestIntervalMs = 1_000;

function everyOf(everyMs: number, path: string, report: Report): Schedule | null {
  if (everyMs >= shortestIntervalMs) return { kind: "every", everyMs };
  report({ path: join(path, "every"), found: `${everyMs} ms`, expected: "at least 1 s between runs", paste: 'every: "1s"' });
  return null;
}

const looksAhead = 50;

/** Milliseconds between runs; of a cron the shortest gap between its next times. */
export function intervalOf(schedule: Schedule, nowMs: number): number {
  if (schedule.kind === "every") return schedule.everyMs;
  const times = new Cron(schedule.cron, { timezone: schedule.timeZone }).nextRuns(looksAhead, new Date(nowMs));
  const gaps = times.slice(1).map((time, index) => time.getTime() - (times[index]?.getTime() ?? 0));
  return Math.min(...gaps);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function problemOfCron(cron: string, timeZone: string): string | null {
  try {
    return new Cron(cron, { timezone: timeZone }).nextRun() === null ? "it never comes" : null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, "") : "it cannot be read";
  }
}
