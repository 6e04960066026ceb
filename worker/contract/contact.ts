/** What shows that a run talked to its target, told by the answers themselves. */
export interface Contact {
  /** Answers that came over the network: HTTP responses, and sockets that were opened or rejected with a status. */
  answers: number;
  /** Who answered, each address once, at most five; sockets do not tell theirs. */
  remoteAddresses: string[];
  /** Of the last answer, as far as it had them: `server`, `via`, `date`, `x-request-id`, `x-revision`, `x-trace-id`. */
  headers: Record<string, string>;
  /** Answers that echoed the run's trace id. */
  traceEchoes: number;
  /** The last answer's `date` as epoch milliseconds; `null`: it had none. */
  serverDateMs: number | null;
  /** The target's clock less ours in milliseconds, as exact as a `date` header of whole seconds; `null`: unknown. */
  clockOffsetMs: number | null;
}
