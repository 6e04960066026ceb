import { describe, expect, test } from "vitest";
import { adviseOn } from "../../demo/platform/advice.ts";
import { agentEvents } from "../clients/conversation.ts";
import { healthyReply } from "../stubs/new-platform.ts";
import { firstAnswer } from "./first-answer.ts";
import { judgementsOf } from "./judge-answer.ts";

const judgements = judgementsOf(firstAnswer);
const good = { ...healthyReply, events: eventsOf(...agentEvents), longestGapMs: 900 };

function eventsOf(...types: string[]) {
  return types.map((type, nth) => ({ type, atMs: nth * 100 }));
}

/** What failed, and what was seen. */
function faultsOf(answer: Partial<typeof good>): string[] {
  return Object.values(judgements)
    .map((judgement) => judgement({ ...good, ...answer }))
    .filter(({ passed }) => !passed)
    .map(({ observed }) => observed);
}

describe("a good answer", () => {
  test("has no fault", () => {
    expect(faultsOf({})).toEqual([]);
  });

  test.each([firstAnswer.question, "What should I do first?", "a", "bb", "ccc", "dddd", "eeeee", "ffffff"])(
    "of the demo platform to %j has none either",
    (question) => {
      expect(faultsOf(adviseOn(question, "Sonde"))).toEqual([]);
    },
  );

  test.each<[string, string]>([
    ["speaks of error rates", "Watch the error rate of each model, and retry 5 times at most."],
    ["names a price of 429 dollars", "That saves some 429 dollars a month."],
    ["is sorry for nobody", "You will not be sorry for it."],
    ["begins with what fails", "Failed requests are paid for as well."],
    ["tells what fails", "Batch jobs that failed are sent again at half the price."],
  ])("that %s is no error", (_what, sentence) => {
    expect(faultsOf({ content: `${good.content} ${sentence}` })).toEqual([]);
    expect(faultsOf({ content: `${sentence} ${good.content}` })).toEqual([]);
  });

  test("may think twice and use more tools than one", () => {
    const events = eventsOf(
      "agent_started",
      "agent_thinking",
      "agent_thinking",
      "tool_executing",
      "tool_completed",
      "tool_executing",
      "tool_completed",
      "agent_completed",
    );
    expect(faultsOf({ events })).toEqual([]);
  });
});

describe("an answer that is none", () => {
  test.each<[string, string]>([
    ["Error: 429 Too Many Requests", "Error: 429 Too Many Requests"],
    ["The provider answered HTTP 503.", "HTTP 503"],
    ["Sorry, something went wrong. Please try again.", "something went wrong"],
    ["I'm sorry, I cannot help with the cost of that.", "I'm sorry"],
    ["We are unable to answer at the moment.", "We are unable"],
    ["I apologize for the inconvenience.", "I apologize"],
    ["The rate limit was exceeded for this key.", "rate limit was exceeded"],
    ["An unexpected error occurred.", "An unexpected error occurred"],
    ["Traceback (most recent call last): …", "Traceback (most recent call last)"],
    ["x is undefined at chat (/app/chat.js:12:3)", "at chat (/app/chat.js:12:3)"],
  ])("%j is told from advice, however long it is", (error, found) => {
    expect(faultsOf({ content: `${error}\n${good.content}` })).toEqual([`answer (says ${JSON.stringify(found)}) is no error`]);
  });

  test("an error among the recommendations is one too", () => {
    const recommendations = [...good.recommendations, "Error: could not load the rest"];
    expect(faultsOf({ recommendations })).toEqual(['answer (says "Error: could not load the rest") is no error']);
  });
});

describe("length", () => {
  test.each<[string, string, string]>([
    ["an empty one", " ", "answer (empty) is longer than 200 characters"],
    ["a short one", "Hi, you save cost.", 'answer (18 characters, "Hi, you save cost.") is longer than 200 characters'],
    ["one that is just too short", "y".repeat(200), "answer (200 characters) is longer than 200 characters"],
  ])("of %s is too short", (_what, content, observed) => {
    expect(faultsOf({ content })).toContain(observed);
  });
});

describe("language", () => {
  const german =
    "Willkommen! Sie können die Kosten für Ihre KI mit drei Schritten senken, und die Antworten werden nicht schlechter. Cost, optimise: das sind die Wörter, die der Test sucht. Hello! Beginnen Sie mit der Rechnung und mit den Anfragen, die immer wieder gestellt werden.";
  const french =
    "Bienvenue, hello! Vous pouvez réduire le coût de vos modèles dans les trois étapes, et la qualité des réponses est la même pour vous. Les requêtes qui se répètent sont les premières, avec une cache: save, cost. Le reste des dépenses est dans les longs messages.";

  test.each<[string, string, RegExp]>([
    ["German", german, /^language \(de: of \d+ words (en \d+, )?de \d+.*\) is en$/],
    ["French", french, /^language \(fr: of \d+ words .*fr \d+.*\) is en$/],
    ["no language at all", "cost optimise hello ".repeat(20), /^language \(unknown: of 60 words none known\) is en$/],
  ])("of an answer in %s is told, and is its only fault", (_what, content, observed) => {
    expect(faultsOf({ content })).toEqual([expect.stringMatching(observed)]);
  });

  test("is a rule that a team changes", () => {
    const seen = Object.values(judgementsOf({ ...firstAnswer, language: "de" })).map((judgement) => judgement(good));
    expect(seen.find(({ passed }) => !passed)?.observed).toMatch(/^language \(en: .*\) is de$/);
  });
});

describe("content", () => {
  const weather = `Hello! ${"The weather is fine and you can go for a walk in the park with your dog. ".repeat(4)}`;

  test.each<[string, Partial<typeof good>, string]>([
    ["speaks of something else", { content: weather }, "answer (no word of optimise and cost) speaks to optimise and cost"],
    [
      "leaves the cost out",
      { content: `${weather} You improve your health.` },
      "answer (no word of cost) speaks to optimise and cost",
    ],
    [
      "does not welcome",
      { content: good.content.replace("Welcome! ", "This is ") },
      `answer (begins ${JSON.stringify(good.content.replace("Welcome! ", "This is ")).slice(0, 79)}…) welcomes the user`,
    ],
  ])("that %s is told", (_what, answer, observed) => {
    expect(faultsOf(answer)).toEqual([observed]);
  });

  test("`hi` is a word of its own: `this` does not welcome", () => {
    const content = good.content.replace("Welcome! ", "This is which: ");
    expect(faultsOf({ content })).toHaveLength(1);
  });
});

describe("recommendations", () => {
  const [first = "", second = ""] = good.recommendations;

  test.each<[string, string[], string]>([
    ["none", [], "recommendations (0) are at least 3"],
    ["two", [first, second], "recommendations (2) are at least 3"],
    [
      "one that is said three times",
      [first, first, ` ${first.toUpperCase()}`],
      "recommendations (1, and 2 that are too short or said twice) are at least 3",
    ],
    ["two and an empty one", [first, second, "  "], "recommendations (2, and 1 that is too short or said twice) are at least 3"],
    ["catchwords", ["Cache", "Batch", "Budget"], "recommendations (0, and 3 that are too short or said twice) are at least 3"],
  ])("that are %s are too few", (_what, recommendations, observed) => {
    expect(faultsOf({ recommendations })).toEqual([observed]);
  });
});

describe("events", () => {
  test.each<[string, string[]]>([
    ["none", []],
    ["all but one", agentEvents.filter((type) => type !== "tool_completed")],
    ["out of order", ["agent_started", "tool_executing", "agent_thinking", "tool_completed", "agent_completed"]],
    ["begun twice", ["agent_started", "agent_started", ...agentEvents.slice(1)]],
    ["going on after the end", [...agentEvents, "agent_thinking"]],
  ])("that are %s are told", (_what, types) => {
    expect(faultsOf({ events: eventsOf(...types) })).toEqual([expect.stringMatching(/^events \(.*\) are all five, in order$/)]);
  });

  test("a silence over the limit is told", () => {
    expect(faultsOf({ longestGapMs: 6_240 })).toEqual(["longest gap (6.2 s) is at most 5 s"]);
  });
});
