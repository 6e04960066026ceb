import fc from "fast-check";
import { expect, test } from "vitest";
import { type Pace, createPace } from "../platform/pace.ts";
import { wordByWord } from "./word-by-word.ts";

const pace = createPace(0);

async function chunksOf(text: string, by: Pace = pace): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of wordByWord(text, by)) chunks.push(chunk);
  return chunks;
}

test("a text comes four words at a time, and nothing of it is lost", async () => {
  const text = "Most of a bill\ncomes from few places:  a model.\n\n";
  expect(await chunksOf(text)).toEqual(["Most of a bill\n", "comes from few places:  ", "a model.\n\n"]);
});

test("whatever the text, as long as there is a word in it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      fc.pre(/\S/.test(text));
      expect((await chunksOf(text)).join("")).toBe(text);
    }),
  );
});

test("between the words time passes", async () => {
  const waits: number[][] = [];
  const slow = { ...pace, between: async (...ms: number[]) => void waits.push(ms) };
  await chunksOf("one two three four five", slow);
  expect(waits).toHaveLength(2);
  expect(waits.flat().every((ms) => ms > 0)).toBe(true);
});
