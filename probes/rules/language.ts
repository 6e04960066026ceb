/** How many words of a text each language knows. */
export interface LanguageCount {
  /** The language with the most; `null`: none knows a word. */
  language: string | null;
  known: Readonly<Record<string, number>>;
  words: number;
}

/** Latin, Greek and Cyrillic letters: k6's engine knows no `\p{L}`. */
export const letters = "a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff";

/** Tells the language of a text by its commonest words. */
export function countLanguages(text: string, stopWords: Readonly<Record<string, readonly string[]>>): LanguageCount {
  const words = text.toLowerCase().match(new RegExp(`[${letters}]+`, "g")) ?? [];
  const known = Object.fromEntries(
    Object.entries(stopWords).map(([language, own]) => [language, words.filter((word) => own.includes(word)).length]),
  );
  const [best] = Object.entries(known).sort(([, a], [, b]) => b - a);
  return { language: best !== undefined && best[1] > 0 ? best[0] : null, known, words: words.length };
}
