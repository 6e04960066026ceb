import type { LoadLimits, LoadPlan } from "../contract/load.ts";
import { formatDuration } from "../kit/duration.ts";
import type { LoadRequest, Report } from "./load-request.ts";
import { peakOf } from "./stages.ts";

/** Says every limit that a plan exceeds, and the rate at which it would not. */
export function checkLimits(plan: LoadPlan, request: LoadRequest, report: Report): void {
  const { profile, ceiling, ratePerS } = request;
  const peakPerS = peakOf(plan.stages);
  const journeys = Object.entries(plan.options.scenarios);
  const over = (limit: keyof LoadLimits, value: number): LimitPassed | null =>
    value > plan.limits[limit]
      ? { value, most: plan.limits[limit], whose: ceiling[limit] <= profile.limits[limit] ? "ceiling" : "profile" }
      : null;
  const say = (passed: LimitPassed | null, found: string, show: (value: number) => string, rest = 0): void => {
    if (passed === null) return;
    const expected = `at most ${show(passed.most)} (${whoseLimit(passed.whose, profile.name)})`;
    report({ path: "load.rate", found, expected, paste: rateFor(ratePerS, passed, rest) });
  };
  say(
    over("ratePerS", peakPerS),
    `${amount(ratePerS)}/s, at the peak of ${profile.name} ${amount(peakPerS)}/s`,
    (most) => `${amount(most)}/s`,
  );
  say(
    over("iterations", plan.iterations),
    `${amount(ratePerS)}/s, which makes ${amount(plan.iterations)} iterations`,
    (most) => `${amount(most)} iterations`,
  );
  say(
    over("vus", plan.preAllocatedVUs),
    `${amount(ratePerS)}/s, which takes ${plan.preAllocatedVUs} VUs at the peak`,
    (most) => `${amount(most)} VUs`,
    journeys.length,
  );
  const long = over("durationMs", plan.durationMs);
  if (long) {
    const expected = `at most ${formatDuration(long.most)} (${whoseLimit(long.whose, profile.name)})`;
    report({ path: `load.profiles.${profile.name}.stages`, found: `${formatDuration(plan.durationMs)} in all`, expected });
  }
  for (const [journey, scenario] of journeys) {
    const rates =
      scenario.executor === "constant-arrival-rate"
        ? [scenario.rate]
        : [scenario.startRate, ...scenario.stages.map(({ target }) => target)];
    if (Math.max(...rates) === 0)
      report({
        path: `load.mix.${journey}.weight`,
        found: "less than one iteration in two minutes",
        expected: "at least one a minute: a larger weight or rate",
      });
  }
}

interface LimitPassed {
  value: number;
  most: number;
  whose: "ceiling" | "profile";
}

function whoseLimit(whose: LimitPassed["whose"], profile: string): string {
  return whose === "ceiling" ? "load.ceiling" : `load.profiles.${profile}.limits`;
}

/**
 * Rounded down, so that it fits; `null` when only a rate near 0 would. `rest`: what of the value does not depend on the rate, and may be
 * as much again by rounding up.
 */
function rateFor(ratePerS: number, { value, most }: LimitPassed, rest: number): string | null {
  const fits = (ratePerS * (most - 2 * rest)) / (value - rest);
  if (fits <= 0) return null;
  const scale = 10 ** Math.max(0, 1 - Math.floor(Math.log10(fits)));
  const rate = Math.floor(fits * scale * 0.999) / scale;
  return rate > 0 ? `rate: ${rate}` : null;
}

function amount(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}
