import { Cron } from "croner";

const known = new Map<string, Cron>();

/**
 * The first time of a cron strictly after `afterMs`; `null`: it never comes again. Throws croner's error for a bad pattern or zone.
 *
 * Over a change of daylight saving, as croner defines it: a fixed time (`30 2 * * *`) comes exactly once a day, at the end of the
 * gap where the clock skips it, at the first of the two where the clock repeats it. Patterns with lists, ranges or steps in
 * seconds, minutes or hours follow the clock: what is skipped does not come, what is repeated comes twice.
 */
export function nextOfCron(cron: string, timeZone: string, afterMs: number): number | null {
  return calculator(cron, timeZone).nextRun(new Date(afterMs))?.getTime() ?? null;
}

/** The last time of a cron at or before `untilMs`; `null`: it never came. */
export function lastOfCron(cron: string, timeZone: string, untilMs: number): number | null {
  const justAfter = new Date(Math.floor(untilMs) + 1);
  return calculator(cron, timeZone).previousRuns(1, justAfter)[0]?.getTime() ?? null;
}

/** Parsing a pattern costs as much as using it; a configuration holds few. */
function calculator(cron: string, timeZone: string): Cron {
  const key = `${timeZone} ${cron}`;
  const calculator = known.get(key) ?? new Cron(cron, { timezone: timeZone });
  known.set(key, calculator);
  return calculator;
}
