import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Probe } from "../contract/config.ts";
import { formatDuration, parseDuration } from "../kit/duration.ts";
import { probeDefaults } from "./defaults.ts";
import type { ProbeConfig } from "./define.ts";
import { nearest, unknownName } from "./nearest.ts";
import { type Report, join, show } from "./report.ts";
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
  const timeoutMs = schedule && timeoutOf(given.timeout, intervalOf(schedule, surroundings.nowMs), path, report);
  if (journey === null || target === null || schedule === null || timeoutMs === null) return null;
  return {
    name: given.name,
    journey,
    target,
    schedule,
    timeoutMs,
    budgets: Object.fromEntries(Object.entries(given.budgets ?? {}).map(([step, text]) => [step, parseDuration(text) ?? 0])),
    confirm: given.confirm ?? probeDefaults.confirm,
    recover: given.recover ?? probeDefaults.recover,
    maxRunsPerDay: given.maxRunsPerDay ?? null,
    labels: given.labels ?? {},
    env: given.env ?? {},
  };
}

function journeyOf(text: string, path: string, folder: string, report: Report): string | null {
  const file = resolve(folder, text);
  if (existsSync(file)) return file;
  const there = filesIn(dirname(file));
  const near = nearest(basename(file), there);
  report({
    path: join(path, "journey"),
    found: `no file at ${file}`,
    expected: there.length > 0 ? `the path of a k6 script; beside it are ${there.join(", ")}` : "the path of a k6 script",
    paste: near && show(text.replace(/[^/]*$/, near)),
  });
  return null;
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => /\.[jt]s$/.test(file) && !/\.(test|d)\.ts$/.test(file));
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
