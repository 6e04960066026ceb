import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { certificateWith } from "../faults/tls.ts";
import { demoAccount } from "../server.ts";
import { type Visitor, visit } from "../visitor.ts";

/** Status of a request over TLS, or the code of the error that kept it from one. */
async function askOverTls({ demo }: Visitor, path: string, { method = "GET", body }: { method?: string; body?: object } = {}) {
  const headers = { "content-type": "application/json" };
  const asked = request(`${demo.tlsUrl}${path}`, { method, headers, ca: trusted(demo), agent: false });
  const answered = new Promise<IncomingMessage | NodeJS.ErrnoException>((resolve) => {
    asked.once("response", resolve);
    asked.once("error", resolve);
  });
  asked.end(body && JSON.stringify(body));
  const answer = await answered;
  if (answer instanceof Error) return { status: answer.code ?? answer.message, json: null };
  const text = Buffer.concat(await answer.toArray()).toString("utf8");
  const json: unknown = JSON.parse(text);
  return { status: answer.statusCode, json };
}

function trusted({ caFile }: Visitor["demo"]): string {
  return readFileSync(caFile ?? "", "utf8");
}

test("the whole platform is there over TLS as well: it is one", async () => {
  const visitor = await visit({ tlsPort: 0 });
  const { status, json } = await askOverTls(visitor, "/auth/login", { method: "POST", body: demoAccount });
  const { access_token: token } = json as { access_token: string };
  expect([status, (await visitor.ask("GET", "/auth/me", { token })).status]).toEqual([200, 200]);
});

test("sockets open over TLS, and end with the demo", async () => {
  const visitor = await visit({ tlsPort: 0 });
  const url = `${visitor.demo.tlsUrl?.replace("https", "wss")}/ws?token=${await visitor.signIn()}`;
  const socket = new WebSocket(url, { ca: trusted(visitor.demo) });
  const [frame] = await once(socket, "message");
  expect(JSON.parse(String(frame))).toMatchObject({ type: "connected" });
  const closed = once(socket, "close");
  await visitor.demo.close();
  expect((await closed)[0]).toBe(1001);
});

test("faults and their control are the same by both ways", async () => {
  const visitor = await visit({ tlsPort: 0 });
  const { status } = await askOverTls(visitor, "/_demo/faults", { method: "PUT", body: { faults: ["auth-down"] } });
  expect([status, visitor.demo.faults()]).toEqual([200, ["auth-down"]]);
  expect((await visitor.ask("GET", "/auth/health")).status).toBe(503);
});

test("without a port for it there is no TLS", async () => {
  const { demo } = await visit();
  expect([demo.tlsUrl, demo.caFile]).toEqual([null, null]);
});

test("the certificate's file is gone with the demo", async () => {
  const { demo } = await visit({ tlsPort: 0 });
  const file = demo.caFile ?? "";
  expect(existsSync(file)).toBe(true);
  await demo.close();
  expect(existsSync(file)).toBe(false);
});

test("a port for TLS that is taken is an error, and nothing is left listening", async () => {
  const { demo } = await visit();
  const port = Number(new URL(demo.url).port);
  await expect(visit({ tlsPort: port })).rejects.toThrow(/another program.*--tls-port/);
});

describe("tls-expired", () => {
  test("is seen over TLS from the moment it is on until it is off", async () => {
    const visitor = await visit({ tlsPort: 0 });
    expect((await askOverTls(visitor, "/health")).status).toBe(200);
    visitor.demo.setFaults(["tls-expired"]);
    expect((await askOverTls(visitor, "/health")).status).toBe("CERT_HAS_EXPIRED");
    visitor.demo.setFaults(["slow"]);
    visitor.demo.setFaults([]);
    expect((await askOverTls(visitor, "/health")).status).toBe(200);
  });

  test("can be on from the start", async () => {
    const visitor = await visit({ tlsPort: 0, faults: ["tls-expired"] });
    expect((await askOverTls(visitor, "/health")).status).toBe("CERT_HAS_EXPIRED");
  });

  test("ends open sockets", async () => {
    const visitor = await visit({ tlsPort: 0 });
    const url = `${visitor.demo.tlsUrl?.replace("https", "wss")}/ws?token=${await visitor.signIn()}`;
    const socket = new WebSocket(url, { ca: trusted(visitor.demo) });
    await once(socket, "message");
    const closed = once(socket, "close");
    visitor.demo.setFaults(["tls-expired"]);
    expect((await closed)[0]).toBe(1006);
  });

  test("changes nothing on the plain port", async () => {
    const { ask, signIn, socket } = await visit({ tlsPort: 0, faults: ["tls-expired"] });
    const token = await signIn();
    expect((await ask("GET", "/api/dashboard", { token })).status).toBe(200);
    await socket(`/ws?token=${token}`).message("connected");
  });

  test.each<[string[], string]>([
    [[], "valid"],
    [["slow"], "valid"],
    [["slow", "tls-expired"], "expired"],
  ])("with %j on the certificate is %s", (faults, certificate) => {
    expect(certificateWith(faults)).toBe(certificate);
  });
});
