import type { Clock } from "../kit/clock.ts";

/** Takes k6's output as it arrives. */
export interface OutputSink {
  /** One line of NDJSON. `"ended"`: the journey is over, whatever k6 is still doing. */
  sample(line: string): "ended" | undefined;
  /** One line of JSON log. */
  log(line: string): void;
}

/** What `execute` needs besides the job. */
export interface Executor {
  /** Path of the k6 binary. */
  k6: string;
  /** Folder in which each run gets a folder of its own. */
  runsDirectory: string;
  clock: Clock;
  environment: Record<string, string | undefined>;
  limits: ExecutionLimits;
}

export interface ExecutionLimits {
  maxMemoryBytes: number;
  maxOutputBytes: number;
  /** How long k6 may go on after the end marker: a socket can hold it for a minute. */
  afterEndMs: number;
}

export const defaultLimits: ExecutionLimits = {
  maxMemoryBytes: 512 * 1024 * 1024,
  maxOutputBytes: 64 * 1024 * 1024,
  afterEndMs: 1_000,
};
