/**
 * When k6 collects its garbage. By itself Go does whenever the heap has doubled, and k6, which is over in a moment, spends a fifth of
 * its CPU on it (bench/cpu-per-run.ts). So it may grow fivefold before, and collects sooner again from half its memory limit on.
 */
export function heapSettings(maxMemoryBytes: number): Record<string, string> {
  return { GOGC: "400", GOMEMLIMIT: String(Math.floor(maxMemoryBytes / 2)) };
}
