import type { StoredLeftover } from "../store/leftovers.ts";
import { sondeCommand } from "./version.ts";

/** What runs left on their targets, and what to do about it; `null`: nothing. */
export function leftoversLine(leftovers: readonly StoredLeftover[]): string | null {
  const { length } = leftovers;
  if (length === 0) return null;
  const targets = [...new Set(leftovers.map(({ target }) => target))].join(", ");
  const [what, are, them] = length === 1 ? ["account", "is", "it"] : ["accounts", "are", "them"];
  return `${length} ${what} that runs made ${are} still on ${targets}: \`${sondeCommand} cleanup\` removes ${them}`;
}
