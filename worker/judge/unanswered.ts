import type { Observed } from "../contract/observed.ts";

/** No answer came although something was asked: worth asking the canary. */
export function isUnanswered({ requests, responses, steps }: Observed): boolean {
  return responses === 0 && (requests > 0 || steps.some(({ open, network }) => open || network !== null));
}
