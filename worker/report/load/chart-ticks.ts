/** Values from 0 on that people count in, the last of them not below `max`: 0, 200, 400, 600. */
export function valueTicks(max: number, about = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const count = Math.ceil((max / step) * 0.999_999);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400].map((s) => s * 1_000);

/** Round times from 0 to at most `maxMs`, in milliseconds. */
export function timeTicks(maxMs: number, about = 6): number[] {
  const step = steps.find((ms) => ms >= maxMs / about) ?? 86_400_000 * Math.ceil(maxMs / about / 86_400_000);
  return Array.from({ length: Math.floor(maxMs / step) + 1 }, (_, index) => index * step);
}
