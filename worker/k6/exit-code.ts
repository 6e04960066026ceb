/** Exit codes after which the samples tell the story: clean, thresholds crossed, marked as failed. */
const told = new Set([0, 99, 110]);

/** Source: `errext/exitcodes/codes.go` of k6. */
const meanings: Record<number, string> = {
  2: "k6 itself crashed (Go runtime)",
  97: "a cloud run failed",
  100: "setup() took longer than its setupTimeout",
  101: "teardown() took longer than its teardownTimeout",
  102: "k6 timed out",
  103: "k6 could not stop the run",
  104: "the options of the script are not valid",
  105: "the run was aborted from outside",
  106: "k6's own HTTP server could not start",
  107: "the script threw while it was loaded, in setup() or in teardown()",
  108: "the script called test.abort()",
  109: "k6 itself crashed (Go panic)",
  255: "k6 could not load the script",
};

/** What an exit code says of k6's own fortune; `null` when it says nothing against the script. */
export function scriptErrorOf(exitCode: number): string | null {
  if (told.has(exitCode)) return null;
  return meanings[exitCode] ?? `k6 ended with the unknown exit code ${exitCode}`;
}
