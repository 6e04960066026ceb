/** From 0 to below 1. */
export type Random = () => number;

/** The same numbers for the same seed (sfc32), so that a comparison says the same whenever it is made again. */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 1];
  const next = (): number => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum / 4_294_967_296;
  };
  // Until the seed has reached every bit.
  for (let round = 0; round < 15; round++) next();
  return next;
}
