/** One thing wrong with a configuration or a journey. All of them are shown together. */
export interface Problem {
  /** The file to edit. */
  file: string;
  /** Where in it: `probes.chat.budgets.sign-inn`. */
  path: string;
  found: string;
  expected: string;
  /** Text that mends it when pasted in; `null` when there is no one answer. */
  paste: string | null;
}
