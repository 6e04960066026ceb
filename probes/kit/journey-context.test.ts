import { describe, expect, test } from "vitest";
import { runVariables } from "../../worker/contract/settings.ts";
import { play } from "../stubs/play.ts";
import { respondWith, unanswered } from "../stubs/http.ts";
import { secrets } from "../stubs/perform.ts";
import { declare } from "./declare.ts";
import { type JourneyContext, journey } from "./journey.ts";

const options = declare({ steps: { first: {}, second: { needs: ["first"] }, third: { needs: ["second"] } } });
type Context = JourneyContext<"first" | "second" | "third">;

const run = (body: (context: Context) => unknown, variables: Record<string, string> = {}) =>
  play(
    journey(options, async (context) => body(context)),
    variables,
  );

describe("what a journey knows of its run", () => {
  test("is its id, its variables, what is usual, and what is to be removed", async () => {
    let known: unknown;
    await run(
      ({ runId, variable, warmMs, leftovers }) => {
        known = [runId, variable("PATIENCE", "1s"), variable("OTHER", "2s"), warmMs("first"), warmMs("toString"), leftovers];
      },
      { PATIENCE: "5s", [runVariables.warm]: '{"first":12}', [runVariables.leftovers]: '["a@example.com"]' },
    );
    expect(known).toEqual(["run-1", "5s", "2s", 12, null, ["a@example.com"]]);
  });
});

test("a step that the journey blocks is reported with its reason, and blocks what needs it", async () => {
  const { ends, outcomes } = await run(async ({ step, block }) => {
    await step("first", () => undefined);
    block("second", "nothing to compare");
    await step("third", () => undefined);
  });
  expect(outcomes).toEqual({ first: "passed", second: "blocked", third: "blocked" });
  expect(ends["second"]).toMatchObject({ reason: "nothing to compare", durationMs: 0 });
});

test("a note is a line of the log, and tells no secret", async () => {
  const { notes } = await run(async ({ note, secret }) => note(`signed in with ${await secret("password")}`));
  expect(notes).toEqual(["signed in with [masked]"]);
  expect(notes.join()).not.toContain(secrets.password);
});

test("a request that may fail and gets no answer does not fail its step, as any other would", async () => {
  respondWith(() => unanswered);
  const { outcomes } = await run(async ({ step }) => {
    await step("first", async (s) => {
      await s.http.requestAsync("GET", "http://api/health", null, { mayFail: true });
    });
    await step("second", async (s) => {
      await s.http.requestAsync("GET", "http://api/health");
    });
  });
  expect(outcomes).toMatchObject({ first: "passed", second: "failed" });
});
