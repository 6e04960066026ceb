import { type Question, chat, chatStream } from "./clients/chat.ts";
import { ask, missingEvents } from "./clients/conversation.ts";
import { readStream } from "./clients/stream.ts";
import { connect, greeting } from "./clients/websocket.ts";
import { declare } from "./kit/declare.ts";
import { field, isText, status } from "./kit/expect.ts";
import { noErrorInside } from "./kit/inner-error.ts";
import { journey } from "./kit/journey.ts";
import { countAt, textAt } from "./kit/read.ts";
import { firstAnswer } from "./rules/first-answer.ts";
import { eventsInOrder, isNoErrorText, measureTimes, replies, whole } from "./steps/chat-checks.ts";
import { signInStep } from "./steps/sign-in.ts";

const needs: "sign-in"[] = ["sign-in"];

export const options = declare({
  steps: {
    "sign-in": { budget: "3s" },
    chat: { needs, budget: "5s" },
    "chat-stream": { needs, limits: { first_byte_ms: "5s", full_answer_ms: "15s" } },
    "chat-socket": { needs, limits: { first_answer_ms: "5s", full_answer_ms: "15s" } },
  },
});

/** The question, in a thread of its own. */
function questionBy(way: string): Question {
  return { message: firstAnswer.question, threadId: `sonde-${way}-${Date.now()}` };
}

/** A user who signed in gets an answer from the assistant by each of its three ways: one question each, since every one costs tokens. */
export default journey(options, async ({ step, target, secret }) => {
  const { fields } = target;
  const session = await step("sign-in", signInStep({ target, secret }));

  await step("chat", (s) => {
    const response = chat(s, target, s.need(session).token, questionBy("http"));
    const content = textAt(response, fields.reply) ?? "";
    s.check(response, {
      "chat answers 200": status(200),
      "chat has no error inside": noErrorInside,
      "chat replies with text": field(fields.reply, isText),
    });
    s.check({ content }, { "chat's reply is no error": isNoErrorText });
    if (response.status !== 200) return;
    measureTimes(s, response);
    s.measure("answer_length", content.length);
    s.measure("recommendations", countAt(response, fields.recommendations) ?? 0);
  });

  await step("chat-stream", (s) => {
    const response = chatStream(s, target, s.need(session).token, questionBy("stream"));
    const answer = readStream(response, target);
    s.check(response, { "chat stream has no error inside": noErrorInside, "chat stream comes whole": whole(answer) });
    if (response.status !== 200) return;
    s.check(answer, {
      "the stream's events came in order": eventsInOrder,
      "the stream replies with text": replies,
      "the stream's reply is no error": isNoErrorText,
    });
    measureTimes(s, response);
    s.measure("answer_length", answer.content.length);
  });

  await step("chat-socket", async (s) => {
    const socket = await connect(s, target, s.need(session).token);
    await greeting(socket);
    const answer = await ask(socket, target, questionBy("socket"), { timeoutMs: 40_000 });
    s.measure("first_answer_ms", answer.firstEventMs);
    s.measure("full_answer_ms", answer.fullAnswerMs);
    s.measure("events_received", answer.events.length);
    s.measure("events_missing", missingEvents(answer.events).length);
    s.measure("events_per_s", answer.eventsPerSecond);
    s.measure("longest_gap_ms", answer.longestGapMs);
    s.check(answer, {
      "the socket's events came in order": eventsInOrder,
      "the socket replies with text": replies,
      "the socket's reply is no error": isNoErrorText,
    });
  });
});
