import { expect, test } from "vitest";
import { blockedRanges, guardedRanges } from "./blocked.ts";

const urls = (host: string) => ({ api: `http://${host}`, auth: `http://${host}/auth`, ws: `ws://${host}/ws` });

test.each([
  ["a name", "staging.example.com", []],
  ["a public address", "203.0.113.7:8080", []],
  ["this machine", "127.0.0.1:4620", ["127.0.0.0/8"]],
  ["this machine over IPv6", "[::1]:4620", ["::1/128"]],
  ["localhost", "localhost:4620", ["127.0.0.0/8", "::1/128"]],
  ["a link-local address", "169.254.1.1", ["169.254.0.0/16"]],
])("a target at %s may reach itself, and nothing else that is guarded", (_what, host, reachable) => {
  expect(blockedRanges(urls(host), [], [])).toEqual(guardedRanges.filter((range) => !reachable.includes(range)));
});

test("what is allowed is not blocked", () => {
  expect(blockedRanges(urls("staging.example.com"), [], ["127.0.0.0/8"])).not.toContain("127.0.0.0/8");
});

test.each(["http://127.0.0.1:3128", "127.0.0.1:3128", "http://user:secret@127.0.0.2"])(
  "the proxy at %s can be reached",
  (proxy) => {
    expect(blockedRanges(urls("staging.example.com"), [proxy], [])).toEqual(
      guardedRanges.filter((range) => range !== "127.0.0.0/8"),
    );
  },
);

test("a proxy that is no address changes nothing", () => {
  expect(blockedRanges(urls("staging.example.com"), ["::", "proxy.example.com:3128"], [])).toEqual(guardedRanges);
});
