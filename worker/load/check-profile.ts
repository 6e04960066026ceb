import type { LoadProfile } from "../contract/load.ts";
import type { Report } from "./load-request.ts";

/** Says everything that is wrong with a profile by itself. */
export function checkProfile({ name, startTarget, stages, thinkTimeMs, gracefulStopMs }: LoadProfile, report: Report): void {
  const path = `load.profiles.${name}`;
  if (!isAmount(startTarget)) {
    const expected = "a multiple of the configured rate, 0 or more";
    report({ path: `${path}.startTarget`, found: String(startTarget), expected, paste: "startTarget: 0" });
  }
  stages.forEach(({ target, durationMs }, at) => {
    if (!isAmount(target))
      report({
        path: `${path}.stages.${at}.target`,
        found: String(target),
        expected: "a multiple of the configured rate, 0 or more",
      });
    if (!isAmount(durationMs))
      report({ path: `${path}.stages.${at}.duration`, found: `${durationMs} ms`, expected: "a duration, or 0 for a jump" });
  });
  const lasting = stages.filter(({ durationMs }) => durationMs >= 1_000);
  if (lasting.length === 0) {
    const found = stages.length === 0 ? "no stages" : "no stage of a second or more";
    report({
      path: `${path}.stages`,
      found,
      expected: "stages with a target and a duration",
      paste: 'stages: [{ target: 1, duration: "5m" }]',
    });
  } else if (Math.max(startTarget, ...stages.map(({ target }) => target)) === 0) {
    report({
      path: `${path}.stages`,
      found: "targets of 0 alone",
      expected: "a target over 0",
      paste: 'stages: [{ target: 1, duration: "5m" }]',
    });
  }
  const { min, max } = thinkTimeMs;
  if (!isAmount(min) || !isAmount(max) || min > max)
    report({ path: `${path}.thinkTime`, found: `from ${min} to ${max} ms`, expected: "two durations, the smaller first" });
  if (!isAmount(gracefulStopMs))
    report({ path: `${path}.gracefulStop`, found: `${gracefulStopMs} ms`, expected: "a duration", paste: 'gracefulStop: "30s"' });
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
