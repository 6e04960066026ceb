import { expect, test } from "vitest";
import { fakeRun } from "../kit/fake-run.ts";
import { plain } from "./paint.ts";
import { renderRun } from "./run-details.ts";

const contact = {
  answers: 4,
  remoteAddresses: ["10.0.0.7"],
  headers: { server: "nginx\u001b[2J" },
  traceEchoes: 4,
  serverDateMs: 1_700_000_000_000,
  clockOffsetMs: -90_000,
};

const factsOf = (given: Parameters<typeof fakeRun>[0]) => renderRun(fakeRun(given), 0, plain).split("\n");

test("a run says who answered, how far the clocks are apart, and how long the journey took of what it may", () => {
  const facts = factsOf({ contact, journeyMs: 8_210, budgetMs: 20_000 });
  expect(facts).toContain("  contact     4 answers from 10.0.0.7, server nginx, trace echoed 4 of 4");
  expect(facts).toContain("  clock       the target's is 1 m 30 s behind ours");
  expect(facts).toContain("  budget      8.2 s of 20.0 s for the whole journey");
});

test("a journey that did not end says that it is not known how long it took", () => {
  expect(factsOf({ journeyMs: null, budgetMs: 20_000 })).toContain("  budget      not told of 20.0 s for the whole journey");
});

test("a run of an older Sonde, without a budget, says nothing of all that", () => {
  expect(factsOf({ contact: null, journeyMs: 8_210 }).join("\n")).not.toMatch(/contact|clock|budget/);
});
