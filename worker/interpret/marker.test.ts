import { describe, expect, test } from "vitest";
import type { Evidence } from "../contract/markers.ts";
import { atMs, stepEnd } from "./fake-lines.ts";
import { observedCheckOf, registeredSecretOf, stepEndOf } from "./marker.ts";
import type { Sample } from "./output-line.ts";

const carrying = (document: unknown): Sample => ({
  metric: "sonde_step_ended",
  atMs,
  value: 1,
  tags: {},
  metadata: { sonde: typeof document === "string" ? document : JSON.stringify(document) },
});

const evidence: Required<Evidence> = {
  status: 503,
  remoteAddress: "127.0.0.1",
  body: '{"detail":"Core database unavailable"}',
  headers: { "content-type": "application/json" },
  socketError: "websocket: bad handshake",
  upgradeStatus: 403,
  closeCode: 1011,
  closeReason: "restarting",
  request: "POST http://127.0.0.1:4000/chat",
  messages: ['{"type":"agent_started"}'],
};

test("the end of a step is read with all that the kit says of it", () => {
  const end = stepEnd("chat", {
    outcome: "failed",
    reason: "no reply",
    exception: "TypeError: x",
    network: "dial: refused",
    evidence,
    measures: { first_answer_ms: 12.5, events_missing: 2 },
    bytesReceived: 2_048,
    revision: "abc123",
  });
  expect(stepEndOf(carrying(end))).toEqual(end);
});

test("what a failed check saw and a secret are read", () => {
  expect(observedCheckOf(carrying({ observed: "status (503) is 200" }))).toEqual({ observed: "status (503) is 200" });
  expect(registeredSecretOf(carrying({ value: "tok-1" }))).toEqual({ value: "tok-1" });
});

test("a sample without a document carries none", () => {
  const bare = { ...carrying(""), metadata: {} };
  expect([stepEndOf(bare), observedCheckOf(bare), registeredSecretOf(bare)]).toEqual([null, null, null]);
});

describe("a document that is not the kit's is none:", () => {
  const end = stepEnd("chat");
  const without = (key: string) => Object.fromEntries(Object.entries(end).filter(([name]) => name !== key));
  test.each<[string, unknown]>([
    ["no JSON", "passed"],
    ["cut off", JSON.stringify(end).slice(0, -1)],
    ["empty", ""],
    ["a list", [end]],
    ["nothing in it", {}],
    ["another outcome", { ...end, outcome: "skipped" }],
    ["a duration that is text", { ...end, durationMs: "120" }],
    ["a duration that was not a number", { ...end, durationMs: Number.NaN }],
    ["a measure that is null", { ...end, measures: { first_answer_ms: null } }],
    ["a status that is text", { ...end, evidence: { status: "503" } }],
    ["a header that is a list", { ...end, evidence: { headers: { via: ["a", "b"] } } }],
    ["messages that are no list", { ...end, evidence: { messages: "a" } }],
    ...Object.keys(end).map((key): [string, unknown] => [`no ${key}`, without(key)]),
  ])("%s", (_title, document) => {
    expect(stepEndOf(carrying(document))).toBeNull();
  });
});

test.each([{ value: 5 }, { value: null }, {}, { secret: "x" }])("%o is no secret", (document) => {
  expect(registeredSecretOf(carrying(document))).toBeNull();
});

test("measures named like what every object has are numbers of their own", () => {
  const text = JSON.stringify(stepEnd("chat")).replace('"measures":{}', '"measures":{"__proto__":1,"constructor":2}');
  const measures = stepEndOf(carrying(text))?.measures;
  expect(Object.entries(measures ?? {})).toEqual([["constructor", 2]]);
  expect(Object.getPrototypeOf(measures)).toBe(Object.prototype);
});
