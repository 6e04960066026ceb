import { closest, distance } from "fastest-levenshtein";

/** The known word that `word` was probably meant to be; `null` when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const lower = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]));
  const found = closest(word.toLowerCase(), [...lower.keys()]);
  const isNear = distance(word.toLowerCase(), found) <= Math.max(2, Math.floor(word.length / 3));
  return isNear ? (lower.get(found) ?? null) : null;
}

/** What to report of a name that is none of those known: `what` completes "which is no …". */
export function unknownName(name: string, what: string, known: readonly string[]) {
  return { found: `${name}, which is no ${what}`, expected: `one of ${known.join(", ")}`, paste: nearest(name, known) };
}
