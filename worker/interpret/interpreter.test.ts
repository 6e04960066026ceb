import { describe, expect, test } from "vitest";
import { atMs, checkLine, endLine, journeyEndLine, metricLine, requestLine, startLine, time } from "./fake-lines.ts";
import { createInterpreter } from "./interpreter.ts";
import { observeLines } from "./observe-lines.ts";

const step = "chat";
const journey = [startLine(step), requestLine({ step }), checkLine("ok", true, { step }), endLine(step)];
const afterwards = [requestLine({ step, status: "503" }), checkLine("ok", false, { step }), "cut of"];

const create = (endsAtMarker: boolean) =>
  createInterpreter({ endsAtMarker, thresholds: [], learnSecret: () => undefined, noteLeftover: () => undefined });

const at = (line: string, afterMs: number) => line.replace(time, new Date(atMs + afterMs).toISOString());

describe("a journey takes", () => {
  const whole = [at(startLine(step), 0), at(startLine("other"), 50), at(endLine(step), 900), at(journeyEndLine(), 1_234)];

  test.each([
    ["the time from the start of its first step to its end", whole, true, 1_234],
    ["an unknown time when it did not end", whole.slice(0, 3), true, null],
    ["an unknown time when no step started", [journeyEndLine()], true, null],
    ["an unknown time when several iterations end on their own", whole, false, null],
    ["no time when k6's clock was set back", [at(startLine(step), 500), at(journeyEndLine(), 0)], true, 0],
  ])("%s", (_title, samples, endsAtMarker, journeyMs) => {
    expect(observeLines({ samples }, { endsAtMarker }).journeyMs).toBe(journeyMs);
  });
});

describe("the end marker", () => {
  test("ends a journey: every line from it on says so", () => {
    const interpreter = create(true);
    expect(journey.map((line) => interpreter.sample(line))).toEqual(journey.map(() => undefined));
    expect([journeyEndLine(), ...afterwards].map((line) => interpreter.sample(line))).toEqual(Array(4).fill("ended"));
  });

  test("makes what comes after it count for nothing", () => {
    const ended = observeLines({ samples: [...journey, journeyEndLine()] });
    expect(observeLines({ samples: [...journey, journeyEndLine(), ...afterwards] })).toEqual(ended);
    expect(ended.journeyEnded).toBe(true);
  });

  test("ends nothing where several iterations run", () => {
    const interpreter = create(false);
    for (const line of [...journey, journeyEndLine(), ...afterwards]) expect(interpreter.sample(line)).toBeUndefined();
    expect(interpreter.finish()).toMatchObject({ journeyEnded: true, requests: 2, badResponses: 1, unreadableLines: 1 });
  });
});

test("announcements of metrics say nothing of the run", () => {
  expect(observeLines({ samples: [metricLine("checks"), metricLine("vus")] })).toEqual(observeLines({}));
});

test("thresholds without samples are told", () => {
  const thresholds = ["http_req_duration{step:chat}", "http_req_duration{step:sign-in}"];
  expect(observeLines({ samples: journey }, { thresholds }).thresholdsWithoutSamples).toEqual([
    "http_req_duration{step:sign-in}",
  ]);
});

test("lines that cannot be read are counted, and those between them are read", () => {
  const samples = ["", "garbage", ...journey, "\u0000", "{}"];
  expect(observeLines({ samples })).toMatchObject({ unreadableLines: 4, requests: 1, steps: [{ name: step, open: false }] });
});

test("a thousand unreadable lines are proof enough: the rest is only counted", () => {
  const garbage = Array<string>(1_000).fill("garbage");
  const observed = observeLines({ samples: [...garbage, ...journey] });
  expect(observed).toMatchObject({ unreadableLines: 1_004, requests: 0, steps: [] });
});

test("what was observed so far can be asked for, and reading goes on", () => {
  const interpreter = create(true);
  const [start, ...rest] = journey;
  interpreter.sample(start ?? "");
  expect(interpreter.finish().steps).toMatchObject([{ open: true }]);
  for (const line of rest) interpreter.sample(line);
  expect(interpreter.finish().steps).toMatchObject([{ open: false }]);
});
