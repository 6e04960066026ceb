import type { Config } from "../contract/config.ts";
import { pointOfWorker } from "../deliver/points.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import type { Store } from "../store/open.ts";

const reportEveryMs = 60_000;
const pruneEveryMs = 600_000;

/** Reports on the worker itself once a minute, and keeps the store within its retention. Ends with `over`. */
export function startUpkeep(
  { config, store, clock, log }: { config: Config; store: Store; clock: Clock; log: Logger },
  over: AbortSignal,
): void {
  let sinceMs = clock.now();
  let cpu = process.cpuUsage();
  const report = () => {
    const nowMs = clock.now();
    const spent = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const { influx, location } = config;
    if (influx === null) return;
    const counts = store.counts(sinceMs);
    store.outbox.enqueue([
      pointOfWorker({
        location,
        atMs: nowMs,
        ...counts,
        outbox: store.outbox.stats(),
        cpu: (spent.user + spent.system) / 1_000 / (nowMs - sinceMs),
        rssBytes: process.memoryUsage.rss(),
      }),
    ]);
    sinceMs = nowMs;
  };
  const prune = () => store.prune(clock.now());
  every(reportEveryMs, report, "the worker could not report on itself");
  every(pruneEveryMs, prune, "the store could not be pruned");

  function every(ms: number, action: () => unknown, complaint: string): void {
    const timer = setInterval(() => {
      try {
        action();
      } catch (error) {
        log.error({ reason: error instanceof Error ? error.message : String(error) }, complaint);
      }
    }, ms);
    over.addEventListener("abort", () => clearInterval(timer), { once: true });
  }
}
