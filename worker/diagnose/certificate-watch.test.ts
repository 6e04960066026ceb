import { expect, test } from "vitest";
import { createFakeClock } from "../kit/fake-clock.ts";
import { watchCertificates } from "./certificate-watch.ts";

const urls = { api: "https://api.example.com/v1", auth: "https://api.example.com/auth", ws: "wss://api.example.com/ws" };

/** Hosts to the days that their certificates have left; tells who was asked. */
function hosts(days: Record<string, number | null>) {
  const asked: string[] = [];
  const clock = createFakeClock(0);
  const watch = watchCertificates((url) => {
    asked.push(url);
    return Promise.resolve(days[url] ?? null);
  }, clock);
  return { asked, clock, watch, days };
}

test("a host is looked at once, however many services it has, and again after an hour", async () => {
  const { asked, clock, watch } = hosts({ "https://api.example.com": 30 });
  expect([await watch({ urls }), await watch({ urls })]).toEqual([30, 30]);
  expect(asked).toEqual(["https://api.example.com"]);
  await clock.advance(3_600_000);
  await watch({ urls });
  expect(asked).toHaveLength(2);
});

test("of several hosts, the certificate that ends first counts", async () => {
  const own = { ...urls, auth: "https://auth.example.com:8443/x", ws: "wss://ws.example.com/ws" };
  const { watch, asked } = hosts({ "https://api.example.com": 30, "https://auth.example.com:8443": 2 });
  expect(await watch({ urls: own })).toBe(2);
  expect(asked).toEqual(["https://api.example.com", "https://auth.example.com:8443", "https://ws.example.com"]);
});

test("a host that showed none is asked again a minute later", async () => {
  const { asked, clock, watch, days } = hosts({});
  expect([await watch({ urls }), await watch({ urls })]).toEqual([null, null]);
  expect(asked).toHaveLength(1);
  days["https://api.example.com"] = 12;
  await clock.advance(60_000);
  expect(await watch({ urls })).toBe(12);
});

test("what does not speak TLS is not asked", async () => {
  const { asked, watch } = hosts({});
  expect(await watch({ urls: { api: "http://a", auth: "http://a", ws: "ws://a/ws" } })).toBeNull();
  expect(asked).toEqual([]);
});
