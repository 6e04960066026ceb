import { request } from "node:http";
import { expect, test } from "vitest";
import { controlPath } from "./control.ts";
import { catalogue } from "./faults/catalogue.ts";
import { visit } from "./visitor.ts";

const put = (faults: unknown) => ({ body: { faults } });

/** The names that are on in an answer. */
function on(json: unknown): string[] {
  return (json as { faults: { name: string; on: boolean }[] }).faults.filter((fault) => fault.on).map(({ name }) => name);
}

test("GET lists the catalogue, with what is on", async () => {
  const { ask } = await visit({ faults: ["slow"] });
  const { status, json } = await ask("GET", controlPath);
  expect(status).toBe(200);
  expect(json).toEqual({ faults: [...catalogue].map(([name, { says }]) => ({ name, says, on: name === "slow" })) });
});

test("PUT switches on exactly what it names", async () => {
  const { demo, ask } = await visit({ faults: ["slow"] });
  const { status, json } = await ask("PUT", controlPath, put(["chat-empty", "starting"]));
  expect([status, on(json).sort()]).toEqual([200, ["chat-empty", "starting"]]);
  expect(demo.faults()).toEqual(["chat-empty", "starting"]);
  expect(on((await ask("PUT", controlPath, put([]))).json)).toEqual([]);
});

test.each<[string, number, { body: object | string; headers?: Record<string, string> }]>([
  ["an unknown fault", 422, put(["slow", "slw"])],
  ["no list", 422, put("slow")],
  ["another field", 422, { body: { fault: ["slow"] } }],
  ["bad JSON", 400, { body: "{", headers: { "content-type": "application/json" } }],
  ["what a page may send without asking", 415, { body: '{"faults":["slow"]}', headers: { "content-type": "text/plain" } }],
])("%s is %i, and changes nothing", async (_name, status, sent) => {
  const { demo, ask } = await visit({ faults: ["chat-empty"] });
  const answer = await ask("PUT", controlPath, sent);
  expect([answer.status, answer.json]).toEqual([status, { detail: expect.any(String) }]);
  expect(demo.faults()).toEqual(["chat-empty"]);
});

test("no fault reaches the control path", async () => {
  const { ask } = await visit({ faults: [...catalogue.keys()] });
  expect(on((await ask("PUT", controlPath, put([]))).json)).toEqual([]);
  expect((await ask("GET", "/health")).status).toBe(200);
});

function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

test.each([
  ["evil.example", 403],
  ["evil.example:4620", 403],
  ["127.0.0.1.evil.example", 403],
  ["localhost.evil.example", 403],
  ["10.0.0.1:4620", 403],
  ["localhost:4620", 200],
  ["127.0.0.1:4620", 200],
  ["[::1]:4620", 200],
])("a request by the name %s is %i: a page that made its own name point here must not switch faults", async (host, status) => {
  const { demo } = await visit();
  expect(await statusWithHost(`${demo.url}${controlPath}`, host)).toBe(status);
});

test("a page of another origin is not allowed to ask", async () => {
  const { ask } = await visit();
  const headers = { origin: "http://evil.example", "access-control-request-method": "PUT" };
  const { status, headers: answered } = await ask("OPTIONS", controlPath, { headers });
  expect([status, answered.has("access-control-allow-origin")]).toEqual([404, false]);
});
