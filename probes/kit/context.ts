import type { Checks } from "./checks.ts";
import type { StepHttp } from "./http.ts";
import type { Knock } from "./knock.ts";
import type { MeasureName } from "./measure-name.ts";
import type { SocketOptions } from "./dial.ts";
import type { Socket } from "./socket.ts";

/** What a step's function works with. All of it belongs to this one step, so that steps may run in parallel. */
export interface StepContext {
  http: StepHttp;
  /**
   * Opens a WebSocket. Rejects with the step's failure when it is refused, rejected, or not answered within the time-out.
   * What is open when the step ends is closed.
   */
  socket(url: string, options?: SocketOptions): Promise<Socket>;
  /**
   * Tries to open a WebSocket that should be refused, says how it was met, and closes it again. Takes up to 3 s where it was let in.
   * Rejects with the step's failure when no connection could be made.
   */
  knock(url: string, options?: SocketOptions): Promise<Knock>;
  /**
   * Makes checks, by static names that occur once in the step, and returns whether all passed. A failed one fails the step,
   * which goes on. A check returns whether it passed, or an expectation of expect.ts, which also says what it saw.
   */
  check<Subject>(subject: Subject, checks: Checks<Subject>): boolean;
  /** Like `check`, but the step ends here when one failed. */
  require<Subject>(subject: Subject, checks: Checks<Subject>): void;
  /** Ends the step as failed, for a reason that is the target's. */
  fail(reason: string): never;
  /** What an earlier step returned. Throws when it returned nothing: declare that step under `needs`. */
  need<T>(value: T | undefined): T;
  /** Keeps a number with the step: a field of `probe_step` in InfluxDB. */
  measure(name: MeasureName, value: number): void;
  /** Registers a value learned here, such as a token: it is masked in everything that leaves the run. */
  secret(value: string): void;
}
