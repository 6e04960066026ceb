import fc from "fast-check";
import { expect, test } from "vitest";
import { childEnvironment } from "./env.ts";

const own = { HOME: "/run/1", XDG_CONFIG_HOME: "/run/1", TMPDIR: "/run/1" };

const passed = [
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "all_proxy",
];

test.each(passed)("%s of the worker reaches k6", (name) => {
  expect(childEnvironment({ [name]: "value" }, {}, "/run/1")).toEqual({ ...own, [name]: "value" });
});

const kept = {
  optionsOfK6: ["K6_VUS", "K6_OUT", "K6_SECRET_SOURCE", "K6_CLOUD_TOKEN", "K6_INSECURE_SKIP_TLS_VERIFY", "k6_vus"],
  secrets: ["SONDE_STAGING_PASSWORD", "SONDE_STAGING_PASSWORD_FILE", "SONDE_INFLUX_PASSWORD", "AWS_SECRET_ACCESS_KEY"],
  whatTurnsProcesses: ["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "GODEBUG", "SSLKEYLOGFILE", "LD_PRELOAD", "SHELL", "USER", "PWD"],
  whatOnlyLooksAlike: ["path", "Path", "Http_Proxy", "HTTP_PROXY_PASSWORD", "XPATH", "__proto__", "constructor"],
};

test.each(Object.values(kept).flat())("%s of the worker does not", (name) => {
  expect(childEnvironment(Object.fromEntries([[name, "value"]]), {}, "/run/1")).toEqual(own);
});

test("home and temporary folder are the run's own, whatever the worker or the probe say", () => {
  const theirs = { HOME: "/root", XDG_CONFIG_HOME: "/root/.config", TMPDIR: "/tmp" };
  expect(childEnvironment(theirs, theirs, "/run/1")).toEqual(own);
});

test("the run's variables are there, before the worker's", () => {
  const worker = { PATH: "/bin", TZ: "UTC" };
  expect(childEnvironment(worker, { SONDE_RUN_ID: "1", TZ: "Asia/Tokyo" }, "/run/1")).toEqual({
    ...own,
    PATH: "/bin",
    TZ: "Asia/Tokyo",
    SONDE_RUN_ID: "1",
  });
});

test("a variable that is not set stays so, and an empty one stays empty", () => {
  expect(childEnvironment({ LANG: undefined, NO_PROXY: "" }, {}, "/run/1")).toEqual({ ...own, NO_PROXY: "" });
});

test("whatever the worker's environment holds, only what is on the list gets through", () => {
  const name = fc.oneof(fc.string(), fc.constantFrom(...passed), fc.constantFrom("K6_VUS", "__proto__", "SONDE_TOKEN"));
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (worker) => {
      const names = Object.keys(childEnvironment(worker, {}, "/run/1"));
      expect([...passed, ...Object.keys(own)]).toEqual(expect.arrayContaining(names));
    }),
  );
});
