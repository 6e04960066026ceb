import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { machineSize, toolVersions } from "../support/chaos/circumstances.ts";
import { declareRounds } from "../support/chaos/declare-rounds.ts";
import { chosenSeed } from "../support/chaos/random.ts";
import { reliability } from "../support/chaos/reliability.ts";
import { scenarios } from "../support/chaos/scenarios.ts";

const document = join(import.meta.dirname, "../../docs/reliability.md");
const seed = chosenSeed();
const startedAtMs = Date.now();
const ledger = declareRounds(scenarios, "long", seed);

afterAll(() => {
  const lines = ledger.lines();
  const isComplete = scenarios.every(({ title, rounds }) =>
    lines.some((line) => line.title === title && (line.skipped !== null || line.rounds === rounds.long)),
  );
  if (!isComplete) {
    console.log("docs/reliability.md stays as it is: not every scenario was played to its end");
    return;
  }
  const circumstances = {
    seed,
    finishedAt: new Date(),
    tookMs: Date.now() - startedAtMs,
    machine: machineSize(),
    tools: toolVersions(),
  };
  writeFileSync(document, reliability(lines, circumstances));
});
