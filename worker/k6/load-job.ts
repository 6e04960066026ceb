import type { Clock } from "../kit/clock.ts";
import type { Bundle } from "../contract/job.ts";
import type { RunCosts } from "../contract/result.ts";
import type { ProcessSeen } from "./process-table.ts";

/** All that is needed to execute one load run. */
export interface LoadJob {
  runId: string;
  bundle: Bundle;
  /** `__ENV` of the script. No secrets. */
  env: Record<string, string>;
  /** Name to value, for `k6/secrets`. */
  secrets: Record<string, string>;
  blockedRanges: readonly string[];
  /** k6 is ended when it has not ended by itself after so long: a socket can hold it (worker/k6/execute-load.ts). */
  longestMs: number;
}

/** Takes what k6 says while it runs. */
export interface LoadSink {
  /** NDJSON in pieces, cut anywhere. k6 is read on when the promise resolves. */
  samples(chunk: Buffer): Promise<void> | undefined;
  /** One line of JSON log. */
  log(line: string): void;
  /** How the process of k6 stands, once a second. */
  process(seen: ProcessSeen): void;
}

export interface LoadExecutor {
  /** Path of the k6 binary. */
  k6: string;
  runsDirectory: string;
  clock: Clock;
  environment: Record<string, string | undefined>;
  maxMemoryBytes: number;
}

/** How the process of a load run ended. What the target did is in its samples; an exit code is no verdict. */
export type LoadResult = RunCosts &
  (
    | /** By itself. */ { kind: "ended"; exitCode: number }
    | /** We told it to. */ { kind: "stopped" }
    | /** It did not end in time, when all its load was over: a socket held it. */ { kind: "overdue" }
    | { kind: "killed"; detail: string }
    | { kind: "script-error"; exitCode: number; meaning: string }
    | { kind: "could-not-start"; detail: string }
  );
