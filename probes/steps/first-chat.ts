import { chatAsync } from "../clients/chat.ts";
import type { StepContext } from "../kit/context.ts";
import { field, isText, status } from "../kit/expect.ts";
import { noErrorInside } from "../kit/inner-error.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { countAt, textAt } from "../kit/read.ts";
import { firstAnswer } from "../rules/first-answer.ts";
import { isNoErrorText } from "./chat-checks.ts";

/** Asks the first question. Costs LLM tokens. */
export function firstChatStep(
  { target, runId }: Pick<JourneyContext<never>, "target" | "runId">,
  session: { token: string } | undefined,
) {
  const { fields } = target;
  return async (s: StepContext): Promise<void> => {
    const question = { message: firstAnswer.question, threadId: `sonde-${runId}` };
    const response = await chatAsync(s, target, s.need(session).token, question, { timeout: "30s" });
    const content = textAt(response, fields.reply) ?? "";
    s.check(response, {
      "chat answers 200": status(200),
      "chat has no error inside": noErrorInside,
      "chat replies with text": field(fields.reply, isText),
    });
    s.check({ content }, { "the reply is no error": isNoErrorText });
    if (response.status !== 200) return;
    s.measure("first_answer_ms", response.timings.duration);
    s.measure("answer_length", content.length);
    s.measure("recommendations", countAt(response, fields.recommendations) ?? 0);
  };
}
