import type { Response } from "k6/http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type StubResponse, json, plain, refused, unanswered } from "../stubs/http.ts";
import { StepFailure } from "./failure.ts";
import { insist } from "./insist.ts";
import { createPatience } from "./patience.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Given {
  limitMs?: number;
  /** How long each try takes. */
  tryMs?: number;
  explain?: () => string | null;
  giveUpAfterMs?: number;
}

/** Insists on a 200 from a server that gives these answers, the last one again and again. */
async function insisted(answers: readonly StubResponse[], { limitMs = 10_000, tryMs = 0, explain, giveUpAfterMs }: Given = {}) {
  const patience = createPatience(limitMs);
  if (giveUpAfterMs !== undefined) setTimeout(() => patience.giveUp("the start-up failed"), giveUpAfterMs);
  const startedMs = performance.now();
  const triedAtMs: number[] = [];
  const outcome = insist(
    async (timeout) => {
      triedAtMs.push(Math.round(performance.now() - startedMs));
      if (tryMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(tryMs, Number.parseInt(timeout, 10))));
      return (answers[triedAtMs.length - 1] ?? answers.at(-1)) as unknown as Response;
    },
    {
      patience,
      pauseMs: { first: 250, factor: 2, longest: 1_000 },
      wanted: "answer 200",
      isWanted: ({ status }) => status === 200,
      isPassing: ({ status }) => status === 0 || status === 503,
      ...(explain && { explain }),
    },
  ).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(limitMs + tryMs);
  return { outcome: await outcome, triedAtMs };
}

const busy = plain(503, "busy");

describe("insisting", () => {
  test("pauses longer and longer, up to the longest", async () => {
    const { outcome, triedAtMs } = await insisted([busy, busy, busy, busy, busy, json(200, {})]);
    expect(outcome).toMatchObject({ status: 200 });
    expect(triedAtMs).toEqual([0, 250, 750, 1_750, 2_750, 3_750]);
  });

  test("gives back an answer that will not pass", async () => {
    const { outcome, triedAtMs } = await insisted([busy, json(401, {})]);
    expect(outcome).toMatchObject({ status: 401 });
    expect(triedAtMs).toHaveLength(2);
  });

  test.each<[string, StubResponse[], Given, string, string | null]>([
    ["the last answer", [busy], {}, 'did not answer 200 within 10 s: tried 12 times, the last answer was 503 "busy"', null],
    [
      "the answer before one that the deadline cut off",
      [busy, unanswered],
      { tryMs: 6_000 },
      'did not answer 200 within 10 s: tried twice, the last answer was 503 "busy"',
      null,
    ],
    [
      "a try that nobody answered",
      [unanswered],
      { tryMs: 20_000 },
      "did not answer 200 within 10 s: tried once, and was not answered (request timeout)",
      null,
    ],
    [
      "a connection that was never made, as the network's fault",
      [refused],
      { limitMs: 1_000 },
      "did not answer 200 within 1 s: tried 3 times, and was not answered (dial: connection refused)",
      refused.error,
    ],
    [
      "what somebody knows better",
      [busy],
      { explain: () => "hung in phase 6" },
      "did not answer 200 within 10 s: hung in phase 6",
      null,
    ],
    [
      "what was waited for in vain, as soon as it is given up",
      [busy],
      { giveUpAfterMs: 2_000 },
      'did not answer 200 in 2 s: tried 4 times, the last answer was 503 "busy"',
      null,
    ],
    [
      "what somebody knows better of an answer that will not pass",
      [json(500, {})],
      { explain: () => "it failed" },
      "did not answer 200 in 0 ms: it failed",
      null,
    ],
  ])("fails with %s", async (_what, answers, given, reason, network) => {
    const { outcome } = await insisted(answers, given);
    expect(outcome).toBeInstanceOf(StepFailure);
    expect(outcome).toMatchObject({ reason, network });
  });
});
