import type { Expectation, Expected } from "./expectations.ts";
import type { Report } from "./play-fault.ts";

/** What is not as expected, a sentence each. */
export function mistakesIn(reports: readonly Report[], { reports: expected, open = [] }: Expectation): string[] {
  if (reports.every(({ verdict }) => verdict === "up")) return ["no journey noticed anything"];
  return reports.flatMap((report) => {
    const { probe, verdict, cause } = report;
    const wanted = expected[probe];
    if (verdict === "up" && (wanted === undefined || open.includes(probe))) return [];
    if (wanted && isAsWanted(report, wanted)) return [];
    const right = wanted ? `${wanted.verdict} at ${[wanted.step].flat().join(" or ")}, ${wanted.cause}` : "up";
    return [`${probe} says ${verdict}: ${cause}; it should be ${right}`];
  });
}

/** A cause begins with the step at fault. */
function isAsWanted({ verdict, cause }: Report, wanted: Expected): boolean {
  const step = [wanted.step].flat().find((name) => cause?.startsWith(`${name}: `));
  return verdict === wanted.verdict && step !== undefined && wanted.cause.test(cause ?? "");
}
