import type { Conversation } from "../clients/conversation.ts";
import type { Seen } from "../kit/expect.ts";
import { show, showMs } from "../kit/show.ts";
import { eventsInOrder } from "../steps/chat-checks.ts";
import type { AnswerRules } from "./first-answer.ts";
import { countLanguages, letters } from "./language.ts";

type Answer = Pick<Conversation, "content" | "recommendations" | "events" | "longestGapMs">;
type Judgement = (answer: Answer) => Seen;

/** The judgements of a first answer by these rules, as checks: each says what it saw. */
export function judgementsOf(rules: AnswerRules): Record<string, Judgement> {
  return {
    "the answer is no error": isNoError(rules),
    "the answer is long enough": isLong(rules),
    "the answer is in the language of the question": isInLanguage(rules),
    "the answer speaks to the question": speaksToTopics(rules),
    "the answer welcomes the user": welcomes(rules),
    "the answer has recommendations to act on": recommends(rules),
    "the agent's events came in order": eventsInOrder,
    "nothing took too long in between": hasNoGap(rules),
  };
}

function isNoError({ errors }: AnswerRules): Judgement {
  return ({ content, recommendations }) => {
    const found = [content, ...recommendations].flatMap((text) => errors.map((pattern) => pattern.exec(text)?.[0])).find(Boolean);
    return { passed: found === undefined, observed: `answer (says ${show(found)}) is no error` };
  };
}

function isLong({ minLength }: AnswerRules): Judgement {
  return ({ content }) => {
    const { length } = content.trim();
    const seen = length === 0 ? "empty" : `${length} characters${length < 60 ? `, ${show(content)}` : ""}`;
    return { passed: length > minLength, observed: `answer (${seen}) is longer than ${minLength} characters` };
  };
}

function isInLanguage({ language, stopWords }: AnswerRules): Judgement {
  return ({ content }) => {
    const counted = countLanguages(content, stopWords);
    const known = Object.entries(counted.known).filter(([, count]) => count > 0);
    const counts = known.map(([name, count]) => `${name} ${count}`).join(", ") || "none known";
    const seen = `${counted.language ?? "unknown"}: of ${counted.words} words ${counts}`;
    return { passed: counted.language === language, observed: `language (${seen}) is ${language}` };
  };
}

function speaksToTopics({ topics }: AnswerRules): Judgement {
  return ({ content }) => {
    const text = ` ${content.toLowerCase()}`;
    const isMet = (words: readonly string[]) => words.some((word) => new RegExp(`[^${letters}]${escaped(word)}`).test(text));
    const missing = Object.keys(topics).filter((topic) => !isMet(topics[topic] ?? []));
    const wanted = Object.keys(topics).join(" and ");
    return { passed: missing.length === 0, observed: `answer (no word of ${missing.join(" and ")}) speaks to ${wanted}` };
  };
}

function welcomes({ welcomes }: AnswerRules): Judgement {
  return ({ content }) => {
    const text = ` ${content.toLowerCase()} `;
    const passed = welcomes.some((word) => new RegExp(`[^${letters}]${escaped(word)}[^${letters}]`).test(text));
    return { passed, observed: `answer (begins ${show(content)}) welcomes the user` };
  };
}

function recommends({ minRecommendations, minRecommendationLength }: AnswerRules): Judgement {
  return ({ recommendations }) => {
    const usable = recommendations.map((text) => text.trim()).filter((text) => text.length >= minRecommendationLength);
    const different = new Set(usable.map((text) => text.toLowerCase())).size;
    const rest = recommendations.length - different;
    const seen = `${different}${rest > 0 ? `, and ${rest} that ${rest === 1 ? "is" : "are"} too short or said twice` : ""}`;
    return {
      passed: different >= minRecommendations,
      observed: `recommendations (${seen}) are at least ${minRecommendations}`,
    };
  };
}

function hasNoGap({ longestGapMs }: AnswerRules): Judgement {
  return (answer) => ({
    passed: answer.longestGapMs <= longestGapMs,
    observed: `longest gap (${showMs(answer.longestGapMs)}) is at most ${showMs(longestGapMs)}`,
  });
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
