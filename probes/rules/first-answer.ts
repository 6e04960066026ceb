/**
 * What a first answer has to be, for a user to call it one. This file is data: edit it to what your assistant promises. Every rule is
 * a check of `value-delivery`, and a failed one says what it saw. Words are compared in lower case and by their beginning, so
 * that `cost` finds "costs" as well; the judgements themselves are in judge-answer.ts.
 */
export interface AnswerRules {
  /** What the user asks. Costs LLM tokens. */
  question: string;
  /** The language of the question, one of `stopWords`: the answer has to be in it. */
  language: string;
  /** Language to its commonest words: the language whose words an answer has most of is its own. Whole words. */
  stopWords: Readonly<Record<string, readonly string[]>>;
  /** What the answer has to speak to, each by one of its words at least. */
  topics: Readonly<Record<string, readonly string[]>>;
  /** One of these greets the user. Whole words. */
  welcomes: readonly string[];
  /** Characters; the answer has to be longer. */
  minLength: number;
  /** Different recommendations, at least. */
  minRecommendations: number;
  /** A recommendation with fewer characters is nothing to act on. */
  minRecommendationLength: number;
  /** Milliseconds in which nothing came, at most. */
  longestGapMs: number;
  /** Errors that are dressed as an answer. */
  errors: readonly RegExp[];
}

export const firstAnswer: AnswerRules = {
  question: "How can I optimise the cost of my AI workloads? Give me the first three things to do.",
  language: "en",
  stopWords: {
    en: [
      "the",
      "and",
      "of",
      "to",
      "you",
      "your",
      "is",
      "are",
      "that",
      "for",
      "with",
      "it",
      "can",
      "than",
      "which",
      "not",
      "or",
      "how",
    ],
    de: [
      "der",
      "die",
      "das",
      "und",
      "ist",
      "nicht",
      "sie",
      "ihre",
      "mit",
      "für",
      "ein",
      "eine",
      "den",
      "von",
      "zu",
      "auf",
      "wie",
    ],
    fr: [
      "le",
      "la",
      "les",
      "et",
      "des",
      "une",
      "est",
      "vous",
      "votre",
      "vos",
      "pour",
      "dans",
      "que",
      "qui",
      "avec",
      "sur",
      "pas",
    ],
    es: ["el", "los", "las", "y", "es", "usted", "para", "una", "con", "que", "por", "del", "su", "sus", "como", "más", "se"],
    it: ["il", "gli", "che", "di", "per", "una", "è", "con", "non", "del", "della", "sono", "più", "come", "si", "nel", "dei"],
  },
  topics: {
    optimise: ["optimi", "improve", "reduc", "save", "saving", "lower", "cheaper", "efficien", "cut "],
    cost: ["cost", "spend", "price", "pricing", "bill", "budget", "expens", "cheap"],
  },
  welcomes: ["welcome", "hello", "hi", "hey", "glad", "great to have you", "good to see you", "nice to meet you"],
  minLength: 200,
  minRecommendations: 3,
  minRecommendationLength: 15,
  longestGapMs: 5_000,
  errors: [
    /^\W*(?:[a-z]*error|exception|fatal|failed|failure)\s*(?:[:(-]|\d|$)[^.\n]{0,40}/i,
    /\b(?:error|http|status)(?: code)?\W{0,3}[45]\d\d\b/i,
    /\b[45]\d\d (?:too many requests|internal server error|bad gateway|service unavailable|gateway time-?out)\b/i,
    /\b(?:internal server error|too many requests|service unavailable|(?:rate limit|quota)(?: was| has been)? (?:exceeded|reached))\b/i,
    /\b(?:something went wrong|an? (?:internal |unexpected |unknown )?error (?:has )?occurr?ed)\b/i,
    /\b(?:I|we)(?:['’]m|['’]re| am| are) (?:very |so |truly )?(?:sorry|unable|not able)\b/i,
    /\b(?:I|we) apologi[sz]e\b|\bapologies\b/i,
    /\b(?:I|we) (?:can(?:not|['’]t)|could(?: not|n['’]t)) (?:process|answer|complete|help|reach|access|generate)\b/i,
    /\btraceback \(most recent call last\)|\bat [\w.$]+ \([^)]*:\d+:\d+\)/i,
  ],
};
