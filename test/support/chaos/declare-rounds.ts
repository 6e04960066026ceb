import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ledger, createLedger } from "./ledger.ts";
import { playRound } from "./play-round.ts";
import { seedOf } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { type World, createWorld } from "./world.ts";

const longestRoundMs = 300_000;

/** Declares a test for each round of each scenario, and gives what they count. */
export function declareRounds(scenarios: readonly Scenario[], length: keyof Scenario["rounds"], seed: number): Ledger {
  const ledger = createLedger();
  let world: World;
  beforeAll(async () => {
    console.log(`SONDE_TEST_SEED=${seed}`);
    world = await createWorld();
  });
  afterAll(() => world?.close());

  for (const scenario of scenarios.filter(({ rounds }) => rounds[length] > 0)) {
    // Not `describe.each`: it cuts titles off, and `-t` would not find them.
    describe(scenario.title, () => declareScenario(scenario));
  }
  return ledger;

  function declareScenario(scenario: Scenario): void {
    const rounds = Array.from({ length: scenario.rounds[length] }, (_, index) => index + 1);
    afterAll(() => console.log(progress(ledger, scenario)));
    test.for(rounds)(
      "leaves nothing lost, doubled, behind or wrong, round %i",
      { timeout: longestRoundMs },
      async (number, { skip }) => {
        const reason = scenario.impossible?.() ?? null;
        if (reason !== null) {
          console.log(`skipped: ${scenario.title}: ${reason}`);
          ledger.skipped(scenario, reason);
          skip(reason);
        }
        const played = playRound(scenario, world, seedOf(seed, scenario.title, number));
        await played.catch(() => ledger.broken(scenario));
        const round = await played;
        ledger.enter(scenario, round);
        expect(round).toMatchObject({ lost: [], doubled: [], wrong: [], left: { processes: 0, directories: 0 } });
        expect(round.reported, "runs that were reported").toBeGreaterThan(0);
      },
    );
  }
}

/** The long suite takes minutes, and vitest says nothing before its end. */
function progress(ledger: Ledger, { title }: Scenario): string {
  const line = ledger.lines().find((each) => each.title === title);
  return `${line?.good ?? 0} of ${line?.rounds ?? 0} rounds as they should be: ${title}`;
}
