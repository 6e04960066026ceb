import { describe, expect, test } from "vitest";
import { demoAccount } from "../server.ts";
import { visit } from "../visitor.ts";
import { question } from "./calls.ts";
import { catalogue } from "./catalogue.ts";

describe("slow", () => {
  test.each<[string, string, object | undefined, number]>([
    ["POST", "/auth/login", demoAccount, 3_200],
    ["GET", "/health", undefined, 3_200],
    ["GET", "/api/dashboard", undefined, 5_500],
    ["POST", "/api/chat", question, 5_500],
  ])("%s %s works after a long time", async (method, path, body, leastMs) => {
    const visitor = await visit({ timeScale: 0.02 });
    const token = await visitor.signIn();
    visitor.demo.setFaults(["slow"]);
    const startedMs = performance.now();
    const { status } = await visitor.ask(method, path, { token, ...(body ? { body } : {}) });
    expect(status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(leastMs * 0.02 - 2);
  });

  test("messages come late, and in order", async () => {
    const visitor = await visit({ timeScale: 0.02 });
    const token = await visitor.signIn();
    visitor.demo.setFaults(["slow"]);
    const { ws, message, received } = visitor.socket(`/ws?token=${token}`);
    await message("connected");
    const sentMs = performance.now();
    for (const id of [1, 2]) ws.send(JSON.stringify({ type: "ping", id }));
    ws.send("garbage");
    await message("error");
    expect(received.slice(1).map(({ type, id }) => [type, id])).toEqual([
      ["pong", 1],
      ["pong", 2],
      ["error", undefined],
    ]);
    expect(performance.now() - sentMs).toBeGreaterThanOrEqual(3 * 2_600 * 0.02 - 6);
  });
});

test("html-error: the front answers everything with a page and 200, an upgrade too", async () => {
  const visitor = await visit();
  const token = await visitor.signIn();
  visitor.demo.setFaults(["html-error"]);
  for (const path of ["/health", "/auth/me", "/api/dashboard", "/nothing"]) {
    const { status, headers, text } = await visitor.ask("GET", path);
    expect([status, headers.get("content-type"), headers.has("x-request-id")]).toEqual([200, "text/html; charset=utf-8", false]);
    expect(text).toMatch(/^<!doctype html>/);
  }
  expect(await visitor.socket(`/ws?token=${token}`).rejected).toMatchObject({
    status: 200,
    text: expect.stringContaining("<h1>"),
  });
});

test("dns-failing: the demo stays as it is, and the catalogue names an address that there cannot be", async () => {
  const { ask } = await visit({ faults: ["dns-failing"] });
  expect((await ask("GET", "/health")).status).toBe(200);
  expect(new URL(catalogue.get("dns-failing")?.target ?? "").hostname).toMatch(/\.invalid$/);
});
