import { existsSync, readFileSync } from "node:fs";

/**
 * @param {string} report vitest's JSON report
 * @returns {{ passed: number, failed: number }} tests; a file that could not be loaded counts as one that failed
 */
export function countTests(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} */
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  const unloaded = testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}
