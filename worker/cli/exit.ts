/** Ends a command with a message on standard error and an exit code; anything else that is thrown is a bug. */
export class Exit extends Error {
  override name = "Exit";
  readonly code: number;
  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What commands exit with. */
export const exitCodes = { fine: 0, down: 1, configuration: 2, notMeasured: 3 } as const;
