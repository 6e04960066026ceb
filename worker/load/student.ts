/**
 * How many times its spread an estimate may lie off: the upper quantile of Student's t, for a probability `above` it (0 to 0.5) and
 * `freedom` degrees of freedom (at least 1). Within 1 % of the exact value from 3 degrees on.
 */
export function studentQuantile(above: number, freedom: number): number {
  if (freedom < 3) return smallFreedom(above, Math.max(1, freedom));
  // Hill's expansion around the normal quantile (Communications of the ACM 13, 1970, algorithm 396).
  const a = 1 / (freedom - 0.5);
  const b = (48 / a) * (1 / a);
  let c = ((20_700 * a) / b - 98) * a - 16;
  c = c * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  const x = 2 * above * d;
  let y = x ** (2 / freedom);
  if (y > a + 0.05) {
    const normal = normalQuantile(above);
    y = normal * normal;
    const adjusted = freedom < 5 ? c + 0.3 * (freedom - 4.5) * (normal - 0.6) : c;
    const e = (((0.05 * d * normal - 5) * normal - 7) * normal - 2) * normal + b + adjusted;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / e - y - 3) / b + 1) * normal;
    y = Math.expm1(a * y * y);
  } else {
    y =
      ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y - 1) *
        ((freedom + 1) / (freedom + 2)) +
      1 / y;
  }
  return Math.sqrt(freedom * y);
}

/** Exact for 1 and 2, and in between the nearer to the safe side. */
function smallFreedom(above: number, freedom: number): number {
  if (freedom < 2) return 1 / Math.tan(above * Math.PI);
  return Math.sqrt(2 / (2 * above * (2 - 2 * above)) - 2);
}

/** The value that a standard normal exceeds with the probability `above`, 0 to 0.5 (Abramowitz and Stegun 26.2.23, error under 0.00045). */
export function normalQuantile(above: number): number {
  const t = Math.sqrt(-2 * Math.log(above));
  return t - ((0.010328 * t + 0.802853) * t + 2.515517) / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1);
}
