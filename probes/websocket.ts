import { connect, connectBySubprotocol, greeting, knock, knockBySubprotocol, ping } from "./clients/websocket.ts";
import { nowMs } from "./kit/clock.ts";
import { declare } from "./kit/declare.ts";
import { agreed, answered, is, isId, value } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { spoil } from "./kit/jwt.ts";
import { valueAt } from "./kit/read.ts";
import { turnedAway } from "./kit/refusal.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({
  steps: {
    "sign-in": { budget: "3s" },
    websocket: { needs: ["sign-in"], budget: "5s" },
    reconnect: { needs: ["websocket"], budget: "5s" },
    subprotocol: { needs: ["sign-in"], budget: "5s" },
    "wrong-token": { needs: ["sign-in"] },
  },
});

/** A user who signed in can open the WebSocket by either way, is greeted by name, and can come back; a forged token opens nothing. */
export default journey(options, async ({ step, target, secret }) => {
  const { socketUserId } = target.fields;
  const session = await step("sign-in", signInStep({ target, secret }));

  await step("websocket", async (s) => {
    const { token, userId } = s.need(session);
    const socket = await connect(s, target, token);
    s.check(valueAt(await greeting(socket), socketUserId), { "greets the user who signed in": value(isId(userId)) });
    const id = `sonde-${Date.now()}`;
    const { pong, roundTripMs } = await ping(socket, id);
    s.measure("round_trip_ms", roundTripMs);
    s.check(pong["id"], { "pong answers our ping": value(is(id)) });
    s.check(await socket.close(), { "close is answered": answered });
  });
  await step("reconnect", async (s) => {
    const { token, userId } = s.need(session);
    const startedMs = nowMs();
    const greeted = await greeting(await connect(s, target, token));
    s.measure("reconnect_ms", nowMs() - startedMs);
    s.check(valueAt(greeted, socketUserId), { "greets the same user again": value(isId(userId)) });
  });
  await step("subprotocol", async (s) => {
    const { token, userId } = s.need(session);
    const socket = await connectBySubprotocol(s, target, token);
    s.check(socket, { "agrees on the subprotocol": agreed });
    s.check(valueAt(await greeting(socket), socketUserId), { "greets the user of the subprotocol": value(isId(userId)) });
  });
  await step("wrong-token", async (s) => {
    const wrong = spoil(s.need(session).token);
    s.check(await knock(s, target, wrong), { "a wrong token in the query is refused": turnedAway });
    s.check(await knockBySubprotocol(s, target, wrong), { "a wrong token as subprotocol is refused": turnedAway });
  });
});
