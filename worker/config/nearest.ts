import { closest, distance } from "fastest-levenshtein";

/** The known word that `word` was probably meant to be; `null` when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const lower = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]));
  const found = closest(word.toLowerCase(), [...lower.keys()]);
  const isNear = distance(word.toLowerCase(), found) <= Math.max(2, Math.floor(word.length / 3));
  return isNear ? (lower.get(found) ?? null) : null;
}
