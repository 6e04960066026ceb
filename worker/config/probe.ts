import type { Probe } from "../contract/config.ts";
import { formatDuration, parseDuration } from "../kit/duration.ts";
import { probeDefaults } from "./defaults.ts";
import type { ProbeConfig } from "./define.ts";
import { journeyOf } from "./journey.ts";
import { unknownName } from "./nearest.ts";
import { type Report, join } from "./report.ts";
import { intervalOf, scheduleOf } from "./schedule.ts";

export interface ProbeSurroundings {
  /** Folder of the configuration. */
  folder: string;
  /** Of probes that name no target. */
  target: string;
  targets: readonly string[];
  nowMs: number;
  /** Keys of the probe under which something is wrong that was reported. */
  wrong: ReadonlySet<PropertyKey>;
}

/** A probe with its defaults; `null` after its problems were reported. */
export function buildProbe(given: ProbeConfig, path: string, surroundings: ProbeSurroundings, report: Report): Probe | null {
  const journey = journeyOf(given.journey, path, surroundings.folder, report);
  const target = targetOf(given.target, path, surroundings, report);
  const { wrong } = surroundings;
  const schedule = wrong.has("every") || wrong.has("cron") ? null : scheduleOf(given, path, report);
  const intervalMs = schedule && intervalOf(schedule, surroundings.nowMs);
  const timeoutMs = intervalMs && timeoutOf(given.timeout, intervalMs, path, report);
  const quietMs = intervalMs && quietOf(given.quiet, intervalMs, path, report);
  if (journey === null || target === null || schedule === null || timeoutMs === null) return null;
  return {
    name: given.name,
    journey,
    target,
    schedule,
    timeoutMs,
    budgets: Object.fromEntries(Object.entries(given.budgets ?? {}).map(([step, text]) => [step, parseDuration(text) ?? 0])),
    budgetMs: given.budget === undefined ? null : parseDuration(given.budget),
    quietMs,
    confirm: given.confirm ?? probeDefaults.confirm,
    recover: given.recover ?? probeDefaults.recover,
    maxRunsPerDay: given.maxRunsPerDay ?? null,
    labels: given.labels ?? {},
    env: given.env ?? {},
  };
}

function targetOf(name: string | undefined, path: string, { target, targets }: ProbeSurroundings, report: Report): string | null {
  if (name === undefined) return target;
  if (targets.includes(name)) return name;
  report({
    path: join(path, "target"),
    ...unknownName(name, "target", targets),
  });
  return null;
}

function timeoutOf(text: string | undefined, intervalMs: number, path: string, report: Report): number | null {
  if (text === undefined) return Math.min(probeDefaults.timeoutMs, intervalMs);
  const timeoutMs = parseDuration(text) ?? 0;
  if (timeoutMs <= intervalMs) return timeoutMs;
  report({
    path: join(path, "timeout"),
    found: `${text}, which is longer than the ${formatDuration(intervalMs)} between runs`,
    expected: "at most the interval: a run must be over before the next one is due",
    paste: `timeout: "${Math.floor(intervalMs / 1_000)}s"`,
  });
  return null;
}

function quietOf(text: string | undefined, intervalMs: number, path: string, report: Report): number | null {
  const quietMs = text === undefined ? null : parseDuration(text);
  if (quietMs === null || quietMs < intervalMs) return quietMs;
  report({
    path: join(path, "quiet"),
    found: `${text}, which is not shorter than the ${formatDuration(intervalMs)} between runs`,
    expected: "less than the interval: otherwise no other probe of the target would ever run",
    paste: `quiet: "${intervalMs / 2_000}s"`,
  });
  return null;
}
