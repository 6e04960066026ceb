import { connect, greeting, ping } from "./clients/websocket.ts";
import { declare } from "./kit/declare.ts";
import { answered, is, isText, value } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({ steps: { "sign-in": { budget: "3s" }, websocket: { needs: ["sign-in"], budget: "5s" } } });

/** A user who signed in can open the WebSocket, is greeted by name, and gets a pong for a ping. */
export default journey(options, async ({ step, target, secret }) => {
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("websocket", async (s) => {
    const { token, userId } = s.need(session);
    const socket = await connect(s, target, token);
    const { user_id } = await greeting(socket);
    s.check(user_id, { "greets the user who signed in": value(userId === null ? isText : is(userId)) });
    const id = `sonde-${Date.now()}`;
    const { pong, roundTripMs } = await ping(socket, id);
    s.measure("round_trip_ms", roundTripMs);
    s.check(pong["id"], { "pong answers our ping": value(is(id)) });
    s.check(await socket.close(), { "close is answered": answered });
  });
});
