import { type Tags, isTags, parsed } from "./line-sample.ts";

/** The tag sets of a run, each read once and always given as the same object: thousands of samples in a row share theirs. */
export interface TagMemory {
  /** What is known of the text between two places of a line; `null`: nothing yet. */
  find(line: string, start: number, end: number): Tags | null;
  /** Reads it and keeps it in mind; `null` when it is no JSON object of texts. */
  learn(text: string): Tags | null;
}

/** Room for the series of a large script; one with an endless number of them must not fill the memory, nor make a bucket long. */
const mostSeries = 5_000;
const mostAlike = 16;
const mostLength = 4_096;

interface Known {
  text: string;
  tags: Tags;
}

/**
 * Known texts are found by their length and a few of their characters and then compared whole, which is a fourth of the cost of
 * hashing them.
 */
export function createTagMemory(): TagMemory {
  const buckets = new Map<number, Known[]>();
  let size = 0;
  return {
    find(line, start, end) {
      const bucket = buckets.get(keyOf(line, start, end));
      if (bucket === undefined) return null;
      for (let at = 0; at < bucket.length; at++) {
        const known = bucket[at];
        if (known === undefined || known.text.length !== end - start || !line.startsWith(known.text, start)) continue;
        // The next samples are most likely of the same request.
        if (at > 0) [bucket[0], bucket[at]] = [known, bucket[0] ?? known];
        return known.tags;
      }
      return null;
    },
    learn(text) {
      const tags = parsed(text);
      if (!isTags(tags)) return null;
      if (text.length > mostLength) return tags;
      if (size >= mostSeries) {
        buckets.clear();
        size = 0;
      }
      const key = keyOf(text, 0, text.length);
      const bucket = buckets.get(key) ?? [];
      if (bucket.length >= mostAlike) bucket.shift();
      else size += 1;
      bucket.push({ text: copyOf(text), tags });
      buckets.set(key, bucket);
      return tags;
    },
  };
}

function keyOf(line: string, start: number, end: number): number {
  const length = end - start;
  const stride = (length >> 2) + 1;
  let key = length;
  for (let at = start + (stride >> 1); at < end; at += stride) key = (key * 31 + line.charCodeAt(at)) | 0;
  return key;
}

/** A slice keeps what it was cut from alive, here a whole chunk of k6's output. */
export function copyOf(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
