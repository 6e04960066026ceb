import { monitorEventLoopDelay } from "node:perf_hooks";
import type { GateResult, LoadTotals, LoadWindow } from "../contract/load.ts";
import { watchThresholds } from "../interpret/threshold.ts";
import type { LoadSink } from "../k6/load-job.ts";
import { createLineSplitter } from "../k6/lines.ts";
import type { Clock } from "../kit/clock.ts";
import { judgeGates } from "../load/gates.ts";
import { type GeneratorWatch, watchGenerator } from "../load/generator-watch.ts";
import { createLineReader } from "../load/read-line.ts";
import { unusedMetrics } from "../load/take-sample.ts";
import { createWindows } from "../load/windows.ts";
import type { LoadLeftovers } from "./load-leftovers.ts";
import type { LoadLog } from "./load-log.ts";
import type { ReadyLoad } from "./load-prepare.ts";
import type { RawFile } from "./raw-file.ts";

/** What is measured while load goes on. */
export interface LoadSession {
  sink: LoadSink;
  totals(): LoadTotals;
  /** Windows that are over, each once. */
  take(): LoadWindow[];
  /** The rest, when k6 is gone. `isWhole`: it ended by itself; of one that was ended the last line may be cut off. */
  finish(isWhole: boolean): LoadWindow[];
  /** By what is known so far; those against a baseline are for the end. */
  gates(totals: LoadTotals): GateResult[];
  revision(): string | null;
  thresholdsWithoutSamples(): string[];
  unreadableLines(): number;
  generator: GeneratorWatch;
  /** 99th percentile of how late the event loop was, in milliseconds. */
  lagP99Ms(): number;
  close(): void;
}

/** k6 hands on what it has every 0.2 s: what comes later than this counts in the totals alone. */
const lateMs = 3_000;

export interface SessionParts {
  ready: ReadyLoad;
  cores: number;
  clock: Clock;
  leftovers: LoadLeftovers;
  log: LoadLog;
  raw: RawFile | null;
}

export function openSession({ ready, cores, clock, leftovers, log, raw }: SessionParts): LoadSession {
  const selectors = Object.keys(ready.thresholds);
  const thresholds = watchThresholds(selectors);
  const wanted = new Set(selectors.map((selector) => selector.replace(/\{.*$/, "")));
  const readLine = createLineReader({ skip: new Set([...unusedMetrics].filter((metric) => !wanted.has(metric))) });
  const windows = createWindows({ lateMs });
  const generator = watchGenerator(cores);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let unreadable = 0;
  const lines = createLineSplitter((line) => {
    const read = readLine(line);
    if (read === null) unreadable += line === "" ? 0 : 1;
    if (read === null || typeof read === "string") return;
    windows.add(read);
    leftovers.see(read);
    if (selectors.length > 0) thresholds.see(read);
  });
  return {
    sink: {
      samples(chunk) {
        lines.write(chunk);
        return raw?.write(chunk);
      },
      log: (line) => log.line(line),
      process: ({ cpuMs }) => generator.look({ atMs: clock.monotonic(), k6CpuMs: cpuMs }),
    },
    totals: () => windows.totals(),
    take: () => windows.take(clock.now()),
    finish(isWhole) {
      const before = unreadable;
      lines.end();
      if (!isWhole) unreadable = before;
      return windows.finish();
    },
    gates: (totals) =>
      judgeGates(
        ready.gates.filter(({ limit }) => limit.kind === "absolute"),
        { journeys: totals.journeys, seconds: secondsOf(totals), comparison: null },
      ),
    revision: () => windows.revision(),
    thresholdsWithoutSamples: () => thresholds.withoutSamples(),
    unreadableLines: () => unreadable,
    generator,
    lagP99Ms: () => delay.percentile(99) / 1e6,
    close: () => void delay.disable(),
  };
}

/** For how long was measured. */
export function secondsOf({ firstMs, lastMs }: LoadTotals): number {
  return firstMs === null || lastMs === null ? 0 : Math.max(1, (lastMs - firstMs) / 1_000);
}
