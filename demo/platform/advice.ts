export interface Reply {
  content: string;
  recommendations: string[];
}

const advice = [
  "Send simple requests to a smaller model: classification and extraction rarely need the largest one, which costs ten to twenty times as much.",
  "Cache answers to repeated prompts, and use the provider's prompt caching for long system prompts: that part becomes up to 90 % cheaper.",
  "Shorten prompts and limit the length of answers: output tokens cost most, and many answers are longer than anyone reads.",
  "Move work that nobody waits for into the batch API, which is half the price.",
  "Set a budget and a cost alert for each team and feature, so that a runaway loop is noticed in minutes and not on the invoice.",
  "Stream answers and end generation as soon as the user leaves: abandoned answers are paid for in full.",
  "Measure cost per finished task, not per token: a cheaper model that is asked three times is not cheaper.",
] as const;

const given = 4;

/** The assistant's answer to a question of somebody called `name`. The same question gets the same advice. */
export function adviseOn(question: string, name: string): Reply {
  const start = Buffer.from(question).reduce((sum, byte) => sum + byte, 0);
  const recommendations = Array.from({ length: given }, (_, nth) => advice[(start + nth) % advice.length] ?? advice[0]);
  const content = [
    `Welcome, ${name}! You can optimise the cost of your AI workloads without making them worse.`,
    "Most of a bill comes from few places: a model that is larger than the task, prompts that are sent again and again, and answers that are longer than they have to be.",
    `Start with these ${given} steps, in this order, and measure cost and latency for a week after each of them:`,
    ...recommendations.map((step, index) => `${index + 1}. ${step}`),
  ].join("\n");
  return { content, recommendations };
}
