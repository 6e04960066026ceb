import { ask, missingEvents } from "./clients/conversation.ts";
import { profile } from "./clients/profile.ts";
import { connect, greeting } from "./clients/websocket.ts";
import { declare } from "./kit/declare.ts";
import { field, is, status } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { firstAnswer } from "./rules/first-answer.ts";
import { judgementsOf } from "./rules/judge-answer.ts";
import { cleanUp } from "./steps/clean-up.ts";
import { signInAsStep } from "./steps/sign-in-as.ts";
import { signUpStep } from "./steps/sign-up.ts";
import { throwAwayUser } from "./steps/throw-away-user.ts";

export const options = declare({
  steps: {
    "sign-up": { budget: "5s" },
    "sign-in": { needs: ["sign-up"], budget: "3s" },
    answer: { needs: ["sign-in"], limits: { connect_ms: "5s", first_answer_ms: "5s", full_answer_ms: "15s" } },
    profile: { needs: ["sign-in"], budget: "3s" },
    "clean-up": {},
  },
});

/** The first answer that somebody new gets is worth reading, and the profile begins with what helps a beginner. */
export default journey(options, async (context) => {
  const { step, target, runId } = context;
  const user = await throwAwayUser(context);
  await step("sign-up", signUpStep(context, user));
  const session = await step("sign-in", signInAsStep(context, user));

  await step("answer", async (s) => {
    const socket = await connect(s, target, s.need(session).token);
    await greeting(socket);
    const answer = await ask(socket, target, { message: firstAnswer.question, threadId: `sonde-${runId}` });
    s.measure("first_answer_ms", answer.firstEventMs);
    s.measure("full_answer_ms", answer.fullAnswerMs);
    s.measure("answer_length", answer.content.length);
    s.measure("recommendations", answer.recommendations.length);
    s.measure("events_received", answer.events.length);
    s.measure("events_missing", missingEvents(answer.events).length);
    s.measure("events_per_s", answer.eventsPerSecond);
    s.measure("longest_gap_ms", answer.longestGapMs);
    s.check(answer, judgementsOf(firstAnswer));
  });
  await step("profile", (s) => {
    s.check(profile(s, target, s.need(session).token), {
      "profile answers 200": status(200),
      "tutorial mode is on": field(target.fields.tutorialMode, is(true)),
      "cost alerts are on": field(target.fields.costAlerts, is(true)),
    });
  });
  await cleanUp(context, user, session);
});
