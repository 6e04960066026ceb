/** How the process of a run ended. What the target did is in `Observed`; an exit code is no verdict. */
export type RunResult = RunCosts &
  (
    | /** k6 ended by itself, or was ended after the journey's end marker (`exitCode: null`). */ {
        kind: "ran";
        exitCode: number | null;
      }
    | { kind: "timed-out"; afterMs: number }
    | { kind: "killed"; by: KilledBy; detail: string }
    | /** k6 gave up on the script: it could not be loaded, threw outside an iteration, or aborted itself. */ {
        kind: "script-error";
        exitCode: number;
        meaning: string;
      }
    | { kind: "could-not-start"; detail: string }
  );

export type KilledBy = "signal" | "memory" | "output" | "shutdown";

export interface RunCosts {
  startedAtMs: number;
  endedAtMs: number;
  /** By a monotonic clock. */
  durationMs: number;
  /** `null` where the system does not tell. */
  k6CpuMs: number | null;
}
