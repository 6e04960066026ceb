import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { declareRounds } from "./support/chaos/declare-rounds.ts";
import { chosenSeed } from "./support/chaos/random.ts";
import { scenarios } from "./support/chaos/scenarios.ts";

declareRounds(scenarios, "short", chosenSeed());

test("docs/reliability.md has a line for every scenario of the long suite, with its rounds, and no other", () => {
  const document = readFileSync(join(import.meta.dirname, "../docs/reliability.md"), "utf8");
  const played = [...document.matchAll(/^\| (.+?) \| (\d+) \| \d+ \|/gm)].map(([, title, rounds]) => `${title} ${rounds}`);
  const skipped = new Set([...document.matchAll(/^- (.+): [^:]*$/gm)].map(([, title]) => title));
  const planned = scenarios.filter(({ title }) => !skipped.has(title));
  expect(played.filter((line) => !line.startsWith("All "))).toEqual(
    planned.map(({ title, rounds }) => `${title} ${rounds.long}`),
  );
});
