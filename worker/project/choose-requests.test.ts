import { expect, test } from "vitest";
import { chooseRequests } from "./choose-requests.ts";
import type { RecordedRequest } from "./read-recording.ts";

function recorded(url: string, changes: Partial<RecordedRequest> = {}, mimeType = "application/json"): RecordedRequest {
  const answer = { headers: [], mimeType, text: "" };
  return { method: "GET", url: new URL(url), headers: [], body: null, status: 200, answer, tookMs: 1, resource: "", ...changes };
}

const site = "https://app.example.com";
const preflight = { method: "OPTIONS", headers: [{ name: "Access-Control-Request-Method", value: "POST" }] };

const visit = [
  recorded(`${site}/app.js`, {}, "text/javascript"),
  recorded(`${site}/`, {}, "text/html"),
  recorded(`${site}/logo`, { resource: "image" }),
  recorded(`${site}/font.woff2?v=3`, {}, "application/octet-stream"),
  recorded(`${site}/api/threads`),
  recorded(`${site}/api/threads`, preflight),
  recorded(`${site}/api/missing`, { status: 404 }),
  recorded(`${site}/api/cut-off`, { status: 0 }),
  recorded("wss://app.example.com/ws", { status: 101 }),
  recorded("https://api.example.com/v1"),
  recorded("https://metrics.example.net/collect", { method: "POST" }),
];

const taken = (hosts: string[], assets = false) =>
  chooseRequests(visit, { hosts, assets }).requests.map(({ url }) => url.href.replace(site, ""));

test("pages and calls of the first request's host become steps", () => {
  expect(taken([])).toEqual(["/", "/api/threads"]);
});

test("other hosts come along when they are named, by name or with a port", () => {
  expect(taken(["app.example.com", "api.example.com"])).toEqual(["/", "/api/threads", "https://api.example.com/v1"]);
  expect(
    chooseRequests([recorded("http://127.0.0.1:4620/x")], { hosts: ["127.0.0.1:4620"], assets: false }).requests,
  ).toHaveLength(1);
});

test("static files come along when they are asked for", () => {
  expect(taken([], true)).toEqual(["/app.js", "/", "/logo", "/font.woff2?v=3", "/api/threads"]);
});

test("for everything that is left out there is a reason", () => {
  const { leftOut } = chooseRequests(visit, { hosts: [], assets: false });
  expect(Object.fromEntries(leftOut)).toEqual({
    "static file (--assets takes them)": 3,
    "a browser's question whether it may ask (CORS)": 1,
    "answered with an error": 1,
    "without an answer": 1,
    "WebSocket, to be written by hand with s.socket(url)": 1,
    "to api.example.com (--host api.example.com takes them)": 1,
    "to metrics.example.net (--host metrics.example.net takes them)": 1,
  });
});
