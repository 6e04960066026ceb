import { request } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { isHostAllowed } from "./host.ts";
import { createMetrics } from "./metrics.ts";
import { WebError, startWeb } from "./server.ts";

async function serve(readiness: () => string[] = () => []) {
  const web = await startWeb({ host: "127.0.0.1", port: 0, metrics: createMetrics(), readiness });
  onTestFinished(() => web.close());
  return web;
}

function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

describe("the status server", () => {
  test("says that the process is alive", async () => {
    const { url } = await serve();
    const response = await fetch(`${url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: "alive", pid: process.pid, uptimeSeconds: 0 }]);
  });

  test("is not ready while there is a reason, and says which", async () => {
    const reasons = ["no run has been recorded yet"];
    const { url } = await serve(() => reasons);
    const before = await fetch(`${url}/readyz`);
    expect([before.status, await before.json()]).toEqual([
      503,
      { status: "not ready", reasons: ["no run has been recorded yet"] },
    ]);
    reasons.pop();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test("serves metrics in Prometheus' format", async () => {
    const { url } = await serve();
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain.*version=0\.0\.4/);
    expect(await response.text()).toContain("process_cpu_seconds_total");
  });

  test("names the setting when its port is taken", async () => {
    const { url } = await serve();
    const again = startWeb({ host: "127.0.0.1", port: Number(new URL(url).port), metrics: createMetrics(), readiness: () => [] });
    await expect(again).rejects.toThrow(WebError);
    await expect(again).rejects.toThrow(/has that port.*SONDE_WEB_PORT, or web\.port/);
  });

  test("refuses a page that made its own name point to this machine", async () => {
    const { url } = await serve();
    expect(await statusWithHost(`${url}/metrics`, "evil.example:4610")).toBe(403);
    expect(await statusWithHost(`${url}/nothing-there`, "evil.example")).toBe(403);
    expect(await statusWithHost(`${url}/metrics`, "localhost:4610")).toBe(200);
  });
});

describe("a Host header", () => {
  test.each([
    ["localhost:4610", "127.0.0.1", true],
    ["LOCALHOST", "127.0.0.1", true],
    ["127.0.0.1:4610", "localhost", true],
    ["[::1]:4610", "::1", true],
    ["localhost.evil.example", "127.0.0.1", false],
    ["127.0.0.1.evil.example", "127.0.0.1", false],
    ["evil.example:4610", "127.0.0.1", false],
    ["localhost:4610:80", "127.0.0.1", false],
    ["", "127.0.0.1", false],
    [undefined, "127.0.0.1", false],
    ["sonde.internal:4610", "0.0.0.0", true],
  ])("%s on a server that listens on %s: allowed is %s", (header, listensOn, allowed) => {
    expect(isHostAllowed(header, listensOn)).toBe(allowed);
  });
});
