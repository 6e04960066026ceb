import { type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { checks, stepEnd } from "./support/markers.ts";
import { runJourney, settingsFor } from "./support/run-k6.ts";
import { token } from "./support/sign-in-server.ts";

const secrets = { email: "probe@example.com", password: "correct horse" };
const begun = 'event: agent_started\ndata: {"thread_id":"t"}\n\nevent: agent_thinking\nda';

let close: () => Promise<void> = () => Promise.resolve();

afterEach(() => close());

/** A platform whose chat stream begins, and then ends as it is told. */
async function platform(end: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === "/api/chat/stream") {
      response.setHeader("content-type", "text/event-stream");
      response.write(begun);
      setTimeout(() => end(response), 100);
    } else {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ access_token: token, user: { id: "u-1" }, reply: { content: "Yes." } }));
    }
  });
  close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ["is closed", (response) => response.destroy(), /unexpected EOF/],
  ["is reset", (response) => response.socket?.resetAndDestroy(), /connection reset by peer/],
])("a stream whose connection %s keeps what had come: k6 gives it status 0 and no headers", async (_how, end, error) => {
  const run = await runJourney("probes/chat.ts", settingsFor(await platform(end)), secrets);
  const { reason, network, evidence, contact, exception } = stepEnd(run, "chat-stream");
  const how = new RegExp(`cut off after ${begun.length} bytes: .*${error.source}`);
  expect({ network, exception }).toEqual({ network: null, exception: null });
  expect(reason).toMatch(how);
  expect(evidence).toMatchObject({ status: 0, body: begun, headers: {} });
  expect(contact).toMatchObject({ answers: 1, remoteAddresses: ["127.0.0.1"] });
  const seen = checks(run)["chat stream comes whole"];
  expect(seen).toMatch(how);
  expect(seen).toMatch(/; the last event was "agent_started"\) ends with "done"$/);
});

test("a stream that ends well, but before it is done, is told with its last event", async () => {
  const run = await runJourney("probes/chat.ts", settingsFor(await platform((response) => response.end())), secrets);
  expect(checks(run)["chat stream comes whole"]).toBe('stream (ended; the last event was "agent_started") ends with "done"');
});
