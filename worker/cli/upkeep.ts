import type { Config } from "../contract/config.ts";
import { pointOfWorker } from "../deliver/points.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import { messageOf } from "../kit/message-of.ts";
import type { Store } from "../store/open.ts";

const reportEveryMs = 60_000;
const pruneEveryMs = 600_000;
const pruneAgainMs = 250;
const pruneComplaint = "the store could not be pruned";

/** Reports on the worker itself once a minute, and keeps the store within its retention. Ends with `over`. */
export function startUpkeep(
  { config, store, clock, log }: { config: Config; store: Store; clock: Clock; log: Logger },
  over: AbortSignal,
): void {
  let sinceMs = clock.now();
  let since = clock.monotonic();
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
        cpu: (spent.user + spent.system) / 1_000 / Math.max(1, clock.monotonic() - since),
        rssBytes: process.memoryUsage.rss(),
      }),
    ]);
    sinceMs = nowMs;
    since = clock.monotonic();
  };
  /** A slice at a time, so that runs start on time meanwhile. */
  const prune = () => {
    if (over.aborted || store.prune(clock.now()).done) return;
    void clock.sleep(pruneAgainMs, over).then(() => attempt(prune, pruneComplaint));
  };
  every(reportEveryMs, report, "the worker could not report on itself");
  every(pruneEveryMs, prune, pruneComplaint);

  function every(ms: number, action: () => void, complaint: string): void {
    const timer = setInterval(() => attempt(action, complaint), ms);
    over.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  function attempt(action: () => void, complaint: string): void {
    try {
      action();
    } catch (error) {
      log.error({ reason: messageOf(error) }, complaint);
    }
  }
}
