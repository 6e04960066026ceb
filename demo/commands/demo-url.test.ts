import { expect, test } from "vitest";
import { demoPort, demoTlsPort, demoUrl } from "./demo-url.ts";

test.each([
  [{}, "http://127.0.0.1:4620", 4620, undefined],
  [{ SONDE_DEMO_URL: "" }, "http://127.0.0.1:4620", 4620, undefined],
  [{ SONDE_DEMO_URL: "http://localhost:5000" }, "http://localhost:5000", 5000, undefined],
  [{ SONDE_DEMO_URL: "http://localhost" }, "http://localhost", 80, undefined],
  [{ SONDE_DEMO_URL: "https://localhost:4443" }, "https://localhost:4443", 4620, 4443],
  [{ SONDE_DEMO_URL: "https://localhost" }, "https://localhost", 4620, 443],
  [{ SONDE_DEMO_URL: "nonsense" }, "nonsense", 4620, undefined],
])("with %j the demo is looked for at %s, and listens on %i, for TLS on %s", (env, url, port, tlsPort) => {
  expect([demoUrl(env), demoPort(env), demoTlsPort(env)]).toEqual([url, port, tlsPort]);
});
