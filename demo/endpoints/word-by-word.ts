import type { Pace } from "../platform/pace.ts";

/** A text as a language model brings it forth: four words at a time, a long reply in about a second. */
export async function* wordByWord(text: string, pace: Pace): AsyncGenerator<string> {
  for (const [words] of text.matchAll(/(?:\s*\S+){1,4}\s*/g)) {
    yield words;
    await pace.between(10, 20);
  }
}
