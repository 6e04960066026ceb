import { beforeEach, expect, test } from "vitest";
import health from "./health.ts";
import { type StubResponse, json, plain, refused } from "./stubs/http.ts";
import { perform } from "./stubs/perform.ts";
import { platform } from "./stubs/platform.ts";

beforeEach(() => platform());

test("passes with the uptime when both services are healthy", async () => {
  const report = await perform(health);
  expect(report.outcomes).toEqual({ "auth-health": "passed", "api-health": "passed" });
  expect(report.ends["api-health"]?.measures).toEqual({ uptime_s: 12.5 });
});

test.each<[string, StubResponse, string]>([
  [
    "starting",
    json(503, { status: "unhealthy", message: "Startup in progress", details: { phase: "phase 6: websocket", progress: 0.4 } }),
    "health (503 unhealthy: Startup in progress, phase phase 6: websocket, progress 0.4) is healthy",
  ],
  [
    "without a database",
    json(503, { detail: "Core database unavailable" }),
    "health (503: Core database unavailable) is healthy",
  ],
  ["behind a front that fails", plain(502, "no backend"), 'health (502 text/plain "no backend") is healthy'],
  ["gone", refused, "health (none: dial: connection refused) is healthy"],
  ["unhealthy with 200", json(200, { status: "degraded" }), "health (200 degraded) is healthy"],
])("says why a service is %s, and still asks the other", async (_how, answer, observed) => {
  platform({ "/health": answer });
  const report = await perform(health);
  expect(report.outcomes).toEqual({ "auth-health": "passed", "api-health": "failed" });
  expect(report.checks["api is healthy"]).toBe(observed);
});
