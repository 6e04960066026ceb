/** Set-up cannot go on. The message is for people: what is missing, what was tried, what to do. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {{ exitCode?: number, cause?: unknown }} [options] `exitCode`: 2 when a setting is wrong, else 3. Never 1:
   *   that is `sonde once` saying that the target is down.
   */
  constructor(message, { exitCode = 3, cause } = {}) {
    super(message, { cause });
    this.name = "SetupError";
    this.exitCode = exitCode;
  }
}

/**
 * @param {unknown} thrown
 * @returns {string} what an error says, in one line or more
 */
export function reasonOf(thrown) {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause instanceof Error ? reasonOf(thrown.cause) : "";
  return cause && !thrown.message.includes(cause) ? `${thrown.message}: ${cause}` : thrown.message;
}
