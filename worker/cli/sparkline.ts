const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** One character a run, oldest first: the height is its share of the slowest; `×` failed, `·` not measured. */
export function sparkline(runs: readonly { durationMs: number; verdict: string }[]): string {
  const slowest = Math.max(1, ...runs.filter(isMeasured).map(({ durationMs }) => durationMs));
  return runs
    .map((run) => {
      if (run.verdict === "down") return "×";
      if (!isMeasured(run)) return "·";
      return bars[Math.min(bars.length - 1, Math.floor((run.durationMs / slowest) * bars.length))] ?? bars[0];
    })
    .join("");
}

function isMeasured({ verdict }: { verdict: string }): boolean {
  return verdict === "up" || verdict === "degraded";
}
