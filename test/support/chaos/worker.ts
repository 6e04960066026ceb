import { z } from "zod";
import { type Finished, startSonde } from "../sonde.ts";
import { until } from "./until.ts";
import { withinTime } from "./within-time.ts";

/** A worker that a test started. */
export interface Worker {
  pid: number;
  /** Ids of the runs that it reported on standard output. */
  reported(): string[];
  /** Messages of its log. */
  said(): LogEntry[];
  isOver(): boolean;
  /** The end of what it said, for an error. */
  lastWords(): string;
  wasKilled(): boolean;
  finished: Promise<Finished>;
  /** Resolves when its first run was reported; rejects when it ends before. */
  up(): Promise<void>;
  /** Resolves when so many more runs were reported. */
  goesOn(runs?: number): Promise<void>;
  /** SIGKILL to the worker alone, and waits for its end. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for its end. Throws unless it drained, ended with 0 and complained of nothing. */
  stop(): Promise<void>;
}

/** More than a worker takes to drain: what goes on, and what waits for InfluxDB. */
const stopMs = 150_000;

const logEntry = z.object({ level: z.string(), msg: z.string(), run: z.string().optional(), reason: z.string().optional() });
export type LogEntry = z.infer<typeof logEntry>;

export function startWorker(config: string, env: Record<string, string>): Worker {
  const running = startSonde(["start", "--config", config], { SONDE_LOG: "json", ...env });
  const { child, finished } = running;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const said = () => entriesIn(running.stdout());
  const reported = () => said().flatMap(({ run }) => run ?? []);
  const lastWords = () => `${running.stdout().slice(-3_000)}\n${running.stderr()}`;
  const runs = (count: number) =>
    until(
      () => {
        if (isOver()) throw new Error(`the worker ended before it had reported ${count} runs:\n${lastWords()}`);
        return reported().length >= count;
      },
      `the worker had reported ${count} runs`,
      { evidence: lastWords },
    );
  return {
    pid: child.pid ?? 0,
    reported,
    said,
    isOver,
    lastWords,
    wasKilled: () => child.signalCode === "SIGKILL",
    finished,
    up: () => runs(1),
    goesOn: (more = 3) => runs(reported().length + more),
    async kill() {
      child.kill("SIGKILL");
      await finished;
    },
    async stop() {
      child.kill("SIGTERM");
      const { code, stderr } = await withinTime(running, stopMs);
      const drained = said().some(({ msg }) => msg === "stopped");
      if (code !== 0 || stderr !== "" || !drained) throw new Error(`the worker ended with ${code} when stopped:\n${lastWords()}`);
    },
  };
}

/** Whole lines only: a killed worker may leave a part of one. */
function entriesIn(stdout: string): LogEntry[] {
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => logEntry.parse(JSON.parse(line)));
}
