import { beforeEach, describe, expect, test } from "vitest";
import { firstAnswer } from "./rules/first-answer.ts";
import { judgementsOf } from "./rules/judge-answer.ts";
import { type StubResponse, json, plain } from "./stubs/http.ts";
import { type NewPlatform, healthyEvents, healthyReply, newPlatform } from "./stubs/new-platform.ts";
import type { Report } from "./stubs/perform.ts";
import { leftoversOf, play } from "./stubs/play.ts";
import valueDelivery from "./value-delivery.ts";

let platform: NewPlatform;

beforeEach(() => {
  platform = newPlatform();
});

const failedChecks = ({ checks }: Report) => Object.values(checks).filter((observed) => observed !== null);
const events = healthyEvents.map((type) => ({ type }));
const response = (changes: object) => ({ type: "agent_response", ...healthyReply, ...changes });

describe("on a healthy platform", () => {
  test("every step passes with its measures, and nothing is left", async () => {
    const report = await play(valueDelivery);
    expect(report.outcomes).toEqual({
      "sign-up": "passed",
      "sign-in": "passed",
      answer: "passed",
      profile: "passed",
      "clean-up": "passed",
    });
    expect(report.ends["answer"]?.measures).toMatchObject({
      answer_length: healthyReply.content.length,
      recommendations: 3,
      events_received: 5,
      events_missing: 0,
      first_answer_ms: expect.any(Number),
      full_answer_ms: expect.any(Number),
      events_per_s: expect.any(Number),
      longest_gap_ms: expect.any(Number),
    });
    const { created, removed } = leftoversOf(report);
    expect(removed).toEqual(created);
    expect(platform.accounts.size).toBe(0);
  });
});

describe("an answer that is worth nothing", () => {
  test.each<[string, object[], string]>([
    [
      "an apology",
      [...events, response({ content: `I'm sorry, I cannot do that now. ${healthyReply.content}` })],
      `answer (says "I'm sorry") is no error`,
    ],
    [
      "two recommendations",
      [...events, response({ recommendations: healthyReply.recommendations.slice(0, 2) })],
      "recommendations (2) are at least 3",
    ],
    ["an empty one", [...events, response({ content: "" })], "answer (empty) is longer than 200 characters"],
    [
      "one without its events",
      [{ type: "agent_started" }, response({})],
      "events (agent_started; missing: agent_thinking, tool_executing, tool_completed, agent_completed) are all five, in order",
    ],
  ])("such as %s fails with what was seen, and all other judgements are made", async (_what, said, observed) => {
    platform.said = said;
    const report = await play(valueDelivery);
    expect(report.outcomes).toMatchObject({ answer: "failed", profile: "passed", "clean-up": "passed" });
    expect(failedChecks(report)).toContain(observed);
    expect(Object.keys(report.checks)).toEqual(expect.arrayContaining(Object.keys(judgementsOf(firstAnswer))));
  });

  test("such as none at all fails with the events that did come", async () => {
    platform.said = events.slice(0, 2);
    const report = await play(valueDelivery);
    expect(report.ends["answer"]).toMatchObject({
      outcome: "failed",
      reason: "no reply within 30 s; before that agent_started, agent_thinking",
    });
    expect(report.outcomes).toMatchObject({ profile: "passed", "clean-up": "passed" });
  });
});

test.each<[string, StubResponse, string]>([
  [
    "tutorial mode off",
    json(200, { preferences: { tutorial_mode: false, notifications: { cost_alerts: true } } }),
    "preferences.tutorial_mode (false) is true",
  ],
  [
    "no cost alerts",
    json(200, { preferences: { tutorial_mode: true, notifications: {} } }),
    "preferences.notifications.cost_alerts (missing) is true",
  ],
  ["no profile at all", plain(503, "no healthy upstream"), "status (503) is 200: no healthy upstream"],
])("a profile that begins with %s fails", async (_what, answer, observed) => {
  newPlatform({ "GET /api/profile": () => answer });
  const report = await play(valueDelivery);
  expect(report.outcomes).toMatchObject({ answer: "passed", profile: "failed", "clean-up": "passed" });
  expect(failedChecks(report)).toContain(observed);
});
