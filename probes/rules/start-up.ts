/** How a start-up is waited for. This file is data: edit it to how your platform starts. */
export const startUpRules = {
  /** What an application answers with 503 while it starts, besides its health. */
  startingAnswers: [/\bstarting\b/i, /\bstart-?up (?:is )?(?:in progress|not complete)/i, /\bnot ready\b/i],
  /** A front's own answers while no instance can take the request. */
  frontStatuses: [429, 502, 503, 504],
  /** Between two tries: it grows from the first to the longest. */
  pauseMs: { first: 250, factor: 1.5, longest: 1_000 },
  /** A first answer is a cold instance's when it took so many times the warm one, and so many milliseconds more. */
  coldLatency: { factor: 5, moreMs: 1_000 },
} as const;
