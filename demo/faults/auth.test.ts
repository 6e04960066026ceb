import { describe, expect, test } from "vitest";
import { demoAccount } from "../server.ts";
import { type Visitor, visit } from "../visitor.ts";

const question = { message: "Optimise cost, please.", thread_id: "t" };
const fine = {
  "GET /auth/me": 200,
  "GET /api/dashboard": 200,
  "POST /api/chat": 200,
  "POST /api/chat/stream": 200,
  "GET /api/profile": 200,
  "GET /ws": 101,
};

/** What every call that wants a token answers with this one. */
async function statuses(visitor: Visitor, token: string): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (const call of Object.keys(fine)) {
    const [method = "", path = ""] = call.split(" ");
    const body = method === "POST" ? { body: question } : {};
    seen[call] =
      path === "/ws" ? await upgradeStatus(visitor, token) : (await visitor.ask(method, path, { token, ...body })).status;
  }
  return seen;
}

async function upgradeStatus({ socket }: Visitor, token: string): Promise<number> {
  const { rejected, ws } = socket(`/ws?token=${token}`);
  const opened = new Promise<number>((resolve) => ws.once("open", () => resolve(101)));
  const status = await Promise.race([rejected.then(({ status }) => status), opened]);
  ws.terminate();
  return status;
}

/** How far the date of an answer is ahead. */
async function aheadS({ ask }: Visitor, path: string): Promise<number> {
  const { headers } = await ask("GET", path);
  return (Date.parse(headers.get("date") ?? "") - Date.now()) / 1_000;
}

const refusedByBackend = {
  ...fine,
  "GET /api/dashboard": 401,
  "POST /api/chat": 401,
  "POST /api/chat/stream": 401,
  "GET /api/profile": 401,
  "GET /ws": 401,
};

describe.each([
  ["old-signing-key", "Invalid token: signature verification failed"],
  ["clock-skew", "Token used before issued"],
])("%s", (fault, detail) => {
  test("signing in works and who am I, and the backend refuses the token in its own words", async () => {
    const visitor = await visit({ faults: [fault] });
    const token = await visitor.signIn();
    expect(await statuses(visitor, token)).toEqual(refusedByBackend);
    const { json, headers } = await visitor.ask("GET", "/api/dashboard", { token });
    expect([json, headers.get("www-authenticate")]).toEqual([{ detail }, "Bearer"]);
    expect(JSON.parse((await visitor.socket("/ws", [`jwt.${token}`]).rejected).text)).toEqual({ detail });
  });

  test("is over for who signs in when it is off", async () => {
    const visitor = await visit({ faults: [fault] });
    visitor.demo.setFaults([]);
    expect(await statuses(visitor, await visitor.signIn())).toEqual(fine);
  });
});

test("old-signing-key: the backend still takes a token of before, which the auth service does not know any more", async () => {
  const visitor = await visit();
  const token = await visitor.signIn();
  visitor.demo.setFaults(["old-signing-key"]);
  expect(await statuses(visitor, token)).toEqual({ ...fine, "GET /auth/me": 401 });
});

describe("clock-skew", () => {
  test("the auth service dates its answers ten minutes ahead, and the backend does not", async () => {
    const visitor = await visit({ faults: ["clock-skew"] });
    for (const path of ["/auth/health", "/auth/me"]) expect(await aheadS(visitor, path)).toBeCloseTo(600, -1);
    for (const path of ["/health", "/api/dashboard"]) expect(Math.abs(await aheadS(visitor, path))).toBeLessThan(30);
  });

  test("without it both are right", async () => {
    const visitor = await visit();
    for (const path of ["/auth/health", "/health"]) expect(Math.abs(await aheadS(visitor, path))).toBeLessThan(30);
  });
});

describe("auth-down", () => {
  test("the front answers for every path of the auth service, and who is in goes on", async () => {
    const visitor = await visit();
    const token = await visitor.signIn();
    visitor.demo.setFaults(["auth-down"]);
    for (const path of ["/auth/me", "/auth/health", "/auth/nothing"]) {
      const { status, headers, text } = await visitor.ask("GET", path);
      expect([status, headers.has("x-request-id"), text]).toEqual([503, false, "no healthy upstream"]);
    }
    expect((await visitor.ask("POST", "/auth/login", { body: demoAccount })).status).toBe(503);
    expect(await statuses(visitor, token)).toEqual({ ...fine, "GET /auth/me": 503 });
  });
});
