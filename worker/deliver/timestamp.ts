const nsPerMs = 1_000_000n;

/** Epoch milliseconds as nanoseconds. */
export function nsOfMs(ms: number): bigint {
  return BigInt(Math.trunc(ms)) * nsPerMs;
}

/**
 * The start of a run in nanoseconds. InfluxDB keeps one point per series and instant, so two runs of a probe that start in the same
 * millisecond must differ: the run's id fills the six digits below it. The same run gets the same instant whenever it is sent.
 */
export function nsOfRun({ id, startedAtMs }: { id: string; startedAtMs: number }): bigint {
  return nsOfMs(startedAtMs) + BigInt(fnv1a(id) % 1_000_000);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
