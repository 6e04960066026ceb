/** Random numbers that a seed repeats. */
export interface Random {
  /** From 0, included, to 1, excluded. */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick(choices) {
      const choice = choices[Math.floor(next() * choices.length)];
      if (choice === undefined) throw new Error("there is nothing to pick from");
      return choice;
    },
  };
}

/** What `SONDE_TEST_SEED` says, or a new one. */
export function chosenSeed(env: Record<string, string | undefined> = process.env): number {
  const given = env["SONDE_TEST_SEED"];
  if (given === undefined) return Math.floor(Math.random() * 2 ** 31);
  if (/^\d{1,10}$/.test(given)) return Number(given);
  throw new Error(`SONDE_TEST_SEED is ${given}: it takes the number that a test printed`);
}

/** A seed of its own for each round, so that one can be repeated without those before it. */
export function seedOf(seed: number, scenario: string, round: number): number {
  let hash = seed | 0;
  for (const byte of Buffer.from(`${scenario} ${round}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
