import type { Difference } from "../grafana/compare.ts";
import { printable } from "../kit/printable.ts";

const most = 20;
const longest = 80;

/** Each difference on a line, `path: what is there -> what should be`; of many the first. */
export function differenceLines(differences: readonly Difference[]): string[] {
  const lines = differences
    .slice(0, most)
    .map(({ path, stored, wanted }) => `  ${printable(path)}: ${shown(stored)} -> ${shown(wanted)}`);
  return differences.length > most ? [...lines, `  and ${differences.length - most} more`] : lines;
}

function shown(value: unknown): string {
  return value === undefined || value === null ? "nothing" : printable(JSON.stringify(value), longest);
}
