import { runVariables } from "../../worker/contract/settings.ts";

/**
 * Whether many users run the journey at once. Then what only the report of a single run shows is left out: it would cost k6 more than the
 * requests do, and the generator must not be what is measured. Checks, measures and the evidence of what fails stay.
 */
export function isUnderLoad(): boolean {
  return __ENV[runVariables.load] !== undefined;
}
