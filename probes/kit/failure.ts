/** Ends a step with a reason that is the target's fault, or the network's; anything else that is thrown is the script's. */
export class StepFailure extends Error {
  override name = "StepFailure";
  /** `null` when the step's failed checks say enough. */
  readonly reason: string | null;
  /** Set when a connection could not be made. */
  readonly network: string | null;

  constructor(reason: string | null, network: string | null = null) {
    super(reason ?? "a required check failed");
    this.reason = reason;
    this.network = network;
  }
}
