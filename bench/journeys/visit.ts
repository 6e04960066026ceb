import { me } from "../../probes/clients/auth.ts";
import { chat } from "../../probes/clients/chat.ts";
import { dashboard } from "../../probes/clients/dashboard.ts";
import { connect, greeting, ping } from "../../probes/clients/websocket.ts";
import { declare } from "../../probes/kit/declare.ts";
import { answered, isText, status, value } from "../../probes/kit/expect.ts";
import { journey } from "../../probes/kit/journey.ts";
import { signInStep } from "../../probes/steps/sign-in.ts";

const needs: "sign-in"[] = ["sign-in"];

export const options = declare({
  steps: { "sign-in": {}, me: { needs }, dashboard: { needs }, chat: { needs }, websocket: { needs } },
});

/** Four requests and a socket: what most runs of real probes are together. */
// oxlint-disable-next-line import/no-default-export -- what k6 runs
export default journey(options, async ({ step, target, secret }) => {
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("me", (s) => s.check(me(s, target, s.need(session).token), { "me answers 200": status(200) }));
  await step("dashboard", (s) => {
    s.check(dashboard(s, target, s.need(session).token), { "dashboard answers 200": status(200) });
  });
  await step("chat", (s) => {
    const question = { message: "How can I optimise the cost of my AI workloads?", threadId: "bench" };
    s.check(chat(s, target, s.need(session).token, question), { "chat answers 200": status(200) });
  });
  await step("websocket", async (s) => {
    const socket = await connect(s, target, s.need(session).token);
    await greeting(socket);
    const { pong, roundTripMs } = await ping(socket, "bench");
    s.measure("round_trip_ms", roundTripMs);
    s.check(pong["id"], { "pong is ours": value(isText) });
    s.check(await socket.close(), { "close is answered": answered });
  });
});
