import type { LoadSettings } from "../contract/config.ts";
import type { Gate, LoadLimits, LoadMeasure, LoadProfile } from "../contract/load.ts";
import { parseDuration } from "../kit/duration.ts";
import { loadDefaults } from "./defaults.ts";
import type { LoadConfig, LoadGateConfig, LoadProfileConfig } from "./define.ts";
import { readUsers } from "./load-users.ts";
import { type Report, join } from "./report.ts";

/** How load is put on targets, with its defaults. What is wrong is reported. */
export function buildLoad(given: LoadConfig, folder: string, report: Report): LoadSettings {
  const ratePerS = given.rate ?? loadDefaults.ratePerS;
  const ceiling = limitsOf(given.ceiling, loadDefaults.ceiling);
  if (ratePerS > ceiling.ratePerS)
    report({
      path: "load.rate",
      found: `${ratePerS} a second, over the ceiling of ${ceiling.ratePerS}`,
      expected: "at most load.ceiling.ratePerS",
      paste: `ceiling: { ratePerS: ${Math.ceil(ratePerS * 2)} }`,
    });
  return {
    ratePerS,
    ceiling,
    profiles: Object.fromEntries(
      Object.entries(given.profiles ?? {}).map(([name, profile]) => [name, profileOf(name, profile, ceiling, report)]),
    ),
    gates: given.gates ? given.gates.flatMap((gate, at) => gatesOf(gate, `load.gates[${at}]`, report)) : null,
    mix: given.mix ?? {},
    users: given.users === undefined ? null : readUsers(given.users, folder, report),
  };
}

function limitsOf(given: LoadConfig["ceiling"], defaults: LoadLimits): LoadLimits {
  return {
    ratePerS: given?.ratePerS ?? defaults.ratePerS,
    vus: given?.vus ?? defaults.vus,
    iterations: given?.iterations ?? defaults.iterations,
    durationMs: given?.duration === undefined ? defaults.durationMs : (parseDuration(given.duration) ?? defaults.durationMs),
  };
}

function profileOf(name: string, given: LoadProfileConfig, ceiling: LoadLimits, report: Report): LoadProfile {
  const stages = given.stages.map(({ to, over }) => ({ target: to, durationMs: parseDuration(over) ?? 0 }));
  if (stages.every(({ durationMs }) => durationMs === 0))
    report({
      path: join("load.profiles", name, "stages"),
      found: "stages that take no time",
      expected: "at least one that does",
      paste: 'stages: [{ to: 1, over: "1m" }]',
    });
  const { thinkTime = "0s" } = given;
  const [min = 0, max = min] = (Array.isArray(thinkTime) ? thinkTime : [thinkTime]).map((text) => parseDuration(text) ?? 0);
  if (max < min)
    report({
      path: join("load.profiles", name, "thinkTime"),
      found: `from ${min} to ${max} ms`,
      expected: "the shorter one first",
      paste: `thinkTime: ["${max}ms", "${min}ms"]`,
    });
  return {
    name,
    purpose: given.purpose ?? "configured",
    startTarget: given.from ?? 0,
    stages,
    thinkTimeMs: { min, max },
    gracefulStopMs: parseDuration(given.gracefulStop ?? "") ?? loadDefaults.gracefulStopMs,
    limits: limitsOf(given.limits, ceiling),
    endsAtBrokenGate: given.untilBroken ?? false,
  };
}

const measureOf = {
  p50: "p50",
  p95: "p95",
  p99: "p99",
  errorRate: "error-rate",
  checks: "checks",
  throughput: "throughput",
} as const satisfies Partial<Record<keyof LoadGateConfig, LoadMeasure>>;

function gatesOf(given: LoadGateConfig, path: string, report: Report): Gate[] {
  const gates = Object.entries(measureOf).flatMap(([key, measure]): Gate[] => {
    const limit = given[key as keyof typeof measureOf];
    if (limit === undefined) return [];
    const about = { journey: given.journey ?? null, step: given.step ?? null, measure };
    if (limit === "baseline") return [{ ...about, limit: { kind: "baseline" } }];
    const value = typeof limit === "number" ? limit : (parseDuration(limit) ?? 0);
    return [{ ...about, limit: { kind: "absolute", value } }];
  });
  if (gates.length === 0)
    report({
      path,
      found: "a gate that asks for nothing",
      expected: `one or more of ${Object.keys(measureOf).join(", ")}`,
      paste: '{ step: "sign-in", p95: "800ms" }',
    });
  return gates;
}
