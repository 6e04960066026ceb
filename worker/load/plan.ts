import type { LoadLimits, LoadPlan } from "../contract/load.ts";
import type { Problem } from "../contract/problem.ts";
import { checkLimits } from "./check-limits.ts";
import { checkMix } from "./check-mix.ts";
import { checkProfile } from "./check-profile.ts";
import type { LoadRequest, Report } from "./load-request.ts";
import { scenarioOf } from "./plan-scenario.ts";
import { planVus, total } from "./plan-vus.ts";
import { iterationsOf, peakOf, plannedStages } from "./stages.ts";

/**
 * Makes k6's options of a profile and a mix, or tells all that is wrong at once. Every journey gets its part of the rate in a scenario
 * of its own, with as many VUs as it takes (plan-vus.ts). `plan` is `null` exactly when there are problems.
 */
export function planLoad(request: LoadRequest): { plan: LoadPlan | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const report: Report = ({ paste = null, ...problem }) => problems.push({ file: request.file, ...problem, paste });
  checkProfile(request.profile, report);
  checkMix(request.mix, report);
  if (!(request.ratePerS > 0) || !Number.isFinite(request.ratePerS))
    report({
      path: "load.rate",
      found: String(request.ratePerS),
      expected: "iterations per second, more than 0",
      paste: "rate: 1",
    });
  // What follows computes with all of these.
  if (problems.length > 0) return { plan: null, problems };
  const plan = planOf(request);
  checkLimits(plan, request, report);
  return problems.length > 0 ? { plan: null, problems } : { plan, problems };
}

function planOf({ profile, mix, ratePerS, ceiling }: LoadRequest): LoadPlan {
  const stages = plannedStages(profile, ratePerS);
  const peakPerS = peakOf(stages);
  const weights = mix.reduce((sum, { weight }) => sum + weight, 0);
  const limits = stricter(profile.limits, ceiling);
  const shares = mix.map((entry) => ({ ...entry, share: entry.weight / weights, peakPerS: (peakPerS * entry.weight) / weights }));
  const vus = planVus(shares, profile, limits);
  const { gracefulStopMs } = profile;
  const scenarios = shares.map(({ share, peakPerS: _peak, ...entry }, at) => {
    const own = vus[at] ?? { preAllocatedVUs: 1, maxVUs: 1 };
    return [entry.journey, scenarioOf(entry, { stages, share, vus: own, gracefulStopMs })] as const;
  });
  return {
    profile: profile.name,
    ratePerS,
    durationMs: (stages.at(-1)?.endMs ?? 0) + Math.max(...mix.map(({ startMs }) => startMs)),
    iterations: Math.round(iterationsOf(stages)),
    preAllocatedVUs: total(vus, "preAllocatedVUs"),
    maxVUs: total(vus, "maxVUs"),
    thinkTimeMs: profile.thinkTimeMs,
    limits,
    stages,
    options: { scenarios: Object.fromEntries(scenarios) },
  };
}

function stricter(one: LoadLimits, other: LoadLimits): LoadLimits {
  return {
    ratePerS: Math.min(one.ratePerS, other.ratePerS),
    vus: Math.min(one.vus, other.vus),
    iterations: Math.min(one.iterations, other.iterations),
    durationMs: Math.min(one.durationMs, other.durationMs),
  };
}
