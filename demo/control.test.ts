import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { controlPaths } from "./control.ts";
import { catalogue } from "./faults/catalogue.ts";
import { scenarios } from "./faults/scenarios.ts";
import { visit } from "./visitor.ts";

const put = (faults: unknown) => ({ body: { faults } });

/** The names that are on in an answer. */
function on(json: unknown): string[] {
  return (json as { faults: { name: string; on: boolean }[] }).faults.filter((fault) => fault.on).map(({ name }) => name);
}

test("GET lists the catalogue, with what is on", async () => {
  const { ask } = await visit({ faults: ["slow"] });
  const { status, json } = await ask("GET", controlPaths.faults);
  expect(status).toBe(200);
  const listed = [...catalogue].map(([name, { says, target }]) => ({
    name,
    says,
    on: name === "slow",
    ...(target && { target }),
  }));
  expect(json).toEqual({ faults: listed });
});

test("PUT switches on exactly what it names", async () => {
  const { demo, ask } = await visit({ faults: ["slow"] });
  const { status, json } = await ask("PUT", controlPaths.faults, put(["chat-empty", "starting"]));
  expect([status, on(json).sort()]).toEqual([200, ["chat-empty", "starting"]]);
  expect(demo.faults()).toEqual(["chat-empty", "starting"]);
  expect(on((await ask("PUT", controlPaths.faults, put([]))).json)).toEqual([]);
});

test.each<[string, number, { body: object | string; headers?: Record<string, string> }]>([
  ["an unknown fault", 422, put(["slow", "slw"])],
  ["no list", 422, put("slow")],
  ["another field", 422, { body: { fault: ["slow"] } }],
  ["bad JSON", 400, { body: "{", headers: { "content-type": "application/json" } }],
  ["what a page may send without asking", 415, { body: '{"faults":["slow"]}', headers: { "content-type": "text/plain" } }],
])("%s is %i, and changes nothing", async (_name, status, sent) => {
  const { demo, ask } = await visit({ faults: ["chat-empty"] });
  const answer = await ask("PUT", controlPaths.faults, sent);
  expect([answer.status, answer.json]).toEqual([status, { detail: expect.any(String) }]);
  expect(demo.faults()).toEqual(["chat-empty"]);
});

test("no fault reaches the control path", async () => {
  const { ask } = await visit({ faults: [...catalogue.keys()] });
  expect(on((await ask("PUT", controlPaths.faults, put([]))).json)).toEqual([]);
  await expect.poll(async () => (await ask("GET", "/health")).status).toBe(200);
});

describe("scenarios", () => {
  test("GET lists them, and says which one is played", async () => {
    const { ask } = await visit();
    const { status, json } = await ask("GET", controlPaths.scenario);
    expect([status, json]).toEqual([
      200,
      { name: "healthy", scenarios: [...scenarios].map(([name, { says, faults }]) => ({ name, says, faults })) },
    ]);
  });

  test.each([...scenarios])("PUT %s switches on exactly its faults", async (name, { faults }) => {
    const { demo, ask } = await visit({ faults: ["slow"] });
    const { status, json } = await ask("PUT", controlPaths.scenario, { body: { name } });
    expect([status, json]).toMatchObject([200, { name }]);
    expect(demo.faults()).toEqual(faults);
  });

  test("it deploys the revision of that day", async () => {
    const { ask } = await visit();
    await ask("PUT", controlPaths.scenario, { body: { name: "iteration-0" } });
    const { headers } = await ask("GET", "/health");
    expect(headers.get("x-revision")).toBe(scenarios.get("iteration-0")?.revision);
  });

  test("what is no scenario has no name", async () => {
    const { ask } = await visit({ faults: ["slow"] });
    expect((await ask("GET", controlPaths.scenario)).json).toMatchObject({ name: null });
  });

  test.each<[string, number, object]>([
    ["one that there is not", 422, { name: "iteration-33" }],
    ["none", 422, {}],
    ["another field", 422, { scenario: "healthy" }],
  ])("%s is %i, and changes nothing", async (_name, status, body) => {
    const { demo, ask } = await visit({ faults: ["slow"] });
    const answer = await ask("PUT", controlPaths.scenario, { body });
    expect([answer.status, answer.json]).toEqual([status, { detail: expect.any(String) }]);
    expect(demo.faults()).toEqual(["slow"]);
  });
});

describe("scaling to zero", () => {
  test("the next request has to start an instance, and says so", async () => {
    const { ask } = await visit();
    expect((await ask("GET", "/health/live")).headers.get("x-cold-start")).toBeNull();
    expect(await ask("POST", controlPaths.scaleToZero, { body: {} })).toMatchObject({ status: 200, json: {} });
    const { status, headers } = await ask("GET", "/health/live");
    expect([status, headers.get("x-cold-start")]).toEqual([200, "true"]);
  });

  test.each<[string, number, { body?: object | string; headers?: Record<string, string> }]>([
    ["what a page may send without asking", 415, { body: "{}", headers: { "content-type": "text/plain" } }],
    ["nothing", 415, {}],
    ["more than was asked for", 422, { body: { now: true } }],
  ])("%s is %i, and stops nothing", async (_name, status, sent) => {
    const { ask } = await visit();
    expect((await ask("POST", controlPaths.scaleToZero, sent)).status).toBe(status);
    expect((await ask("GET", "/health/live")).headers.get("x-cold-start")).toBeNull();
  });
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
  for (const path of [controlPaths.faults, controlPaths.scenario])
    expect(await statusWithHost(`${demo.url}${path}`, host)).toBe(status);
});

test("a page of another origin is not allowed to ask", async () => {
  const { ask } = await visit();
  const headers = { origin: "http://evil.example", "access-control-request-method": "PUT" };
  const { status, headers: answered } = await ask("OPTIONS", controlPaths.faults, { headers });
  expect([status, answered.has("access-control-allow-origin")]).toEqual([404, false]);
});
