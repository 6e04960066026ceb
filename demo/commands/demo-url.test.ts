import { expect, test } from "vitest";
import { demoPort, demoUrl } from "./demo-url.ts";

test.each([
  [{}, "http://127.0.0.1:4620", 4620],
  [{ SONDE_DEMO_URL: "" }, "http://127.0.0.1:4620", 4620],
  [{ SONDE_DEMO_URL: "http://localhost:5000" }, "http://localhost:5000", 5000],
  [{ SONDE_DEMO_URL: "http://localhost" }, "http://localhost", 80],
  [{ SONDE_DEMO_URL: "nonsense" }, "nonsense", 4620],
])("with %j the demo is looked for at %s, and listens on %i", (env, url, port) => {
  expect([demoUrl(env), demoPort(env)]).toEqual([url, port]);
});
