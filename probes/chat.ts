import { chat } from "./clients/chat.ts";
import { declare } from "./kit/declare.ts";
import { field, isText, status } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { countAt, textAt } from "./kit/read.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({ steps: { "sign-in": { budget: "3s" }, chat: { needs: ["sign-in"], budget: "5s" } } });

const message = "How can I optimise the cost of my AI workloads? Give me the first three things to do.";

/** A user who signed in gets an answer from the assistant. */
export default journey(options, async ({ step, target, secret }) => {
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("chat", (s) => {
    const response = chat(s, target, s.need(session).token, { message, thread_id: `sonde-${Date.now()}` });
    const { timings } = response;
    s.check(response, {
      "chat answers 200": status(200),
      "chat names the thread": field("thread_id", isText),
      "chat replies with text": field("reply.content", isText),
    });
    if (response.status !== 200) return;
    s.measure("first_byte_ms", timings.waiting);
    s.measure("full_answer_ms", timings.duration);
    s.measure("answer_length", textAt(response, "reply.content")?.length ?? 0);
    s.measure("recommendations", countAt(response, "reply.recommendations") ?? 0);
  });
});
