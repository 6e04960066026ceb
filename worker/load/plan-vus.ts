import type { LoadLimits, LoadProfile, MixEntry } from "../contract/load.ts";

export interface PlannedVus {
  preAllocatedVUs: number;
  maxVUs: number;
}

/** A quarter more than on average: durations scatter. */
const headroom = 1.25;
/** VUs enough to keep the rate with a target that takes so many times as long as expected. */
const slowdown = 4;

/**
 * The VUs of each journey. By Little's law as many are busy as arrive per second times the seconds that one takes. k6 makes those beyond
 * `preAllocatedVUs` during the run, which costs the generator; so many begin as are needed when all goes as expected. Where the sum of
 * all `maxVUs` is over the limit each gives up its part, as long as the expected ones stay.
 */
export function planVus(
  mix: readonly (Pick<MixEntry, "iterationMs"> & { peakPerS: number })[],
  { thinkTimeMs: { min, max } }: Pick<LoadProfile, "thinkTimeMs">,
  { vus }: Pick<LoadLimits, "vus">,
): PlannedVus[] {
  const wanted = mix.map(({ peakPerS, iterationMs }) => {
    const preAllocatedVUs = Math.ceil(busy(peakPerS, iterationMs + (min + max) / 2) * headroom) + 1;
    return { preAllocatedVUs, maxVUs: Math.max(preAllocatedVUs, Math.ceil(busy(peakPerS, iterationMs * slowdown + max)) + 1) };
  });
  const least = total(wanted, "preAllocatedVUs");
  const extra = total(wanted, "maxVUs") - least;
  const part = extra > 0 ? Math.min(1, Math.max(0, vus - least) / extra) : 1;
  return wanted.map(({ preAllocatedVUs, maxVUs }) => ({
    preAllocatedVUs,
    maxVUs: preAllocatedVUs + Math.floor((maxVUs - preAllocatedVUs) * part),
  }));
}

export function total(planned: readonly PlannedVus[], which: keyof PlannedVus): number {
  return planned.reduce((sum, vus) => sum + vus[which], 0);
}

function busy(perS: number, ms: number): number {
  return (perS * ms) / 1_000;
}
