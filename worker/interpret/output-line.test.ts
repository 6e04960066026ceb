import { describe, expect, test } from "vitest";
import { atMs, metricLine, pointLine, requestLine, time } from "./fake-lines.ts";
import { json, parseLine } from "./output-line.ts";

describe("a line that k6 writes", () => {
  test("is a sample with its time, value and tags", () => {
    const tags = { check: "status is 200", group: "", scenario: "default", step: "sign-in" };
    expect(parseLine(pointLine("checks", 1, tags))).toEqual({ metric: "checks", atMs, value: 1, tags, metadata: {} });
  });

  test("carries metadata besides its tags", () => {
    expect(parseLine(pointLine("sonde_step_ended", 5, {}, '{"step":"a"}'))).toMatchObject({
      metadata: { sonde: '{"step":"a"}' },
    });
  });

  test("may come without tags, with none, or with null", () => {
    for (const tags of ["", ',"tags":{}', ',"tags":null', ',"tags":null,"metadata":null']) {
      const line = `{"metric":"vus","data":{"time":"${time}","value":1${tags}},"type":"Point"}`;
      expect(parseLine(line)).toEqual({ metric: "vus", atMs, value: 1, tags: {}, metadata: {} });
    }
  });

  test("may carry the local time zone and nanoseconds", () => {
    expect(parseLine(pointLine("vus", 1).replace(time, "2026-01-01T02:00:00.500123456+02:00"))).toMatchObject({ atMs });
  });

  test("may end in a carriage return", () => {
    expect(parseLine(`${requestLine()}\r`)).toMatchObject({ metric: "http_req_duration" });
  });

  test("may announce a metric", () => {
    expect(parseLine(metricLine("http_req_duration"))).toBe("metric");
  });
});

describe("what k6 does not write is no sample:", () => {
  const line = requestLine();
  test.each([
    ["nothing", ""],
    ["a blank line", "   "],
    ["a word", "hello"],
    ["a list", `[${line}]`],
    ["a number", "1"],
    ["null", "null"],
    ["NULs", "\u0000\u0000\u0000"],
    ["a line with a NUL in front", `\u0000${line}`],
    ["broken UTF-8", line.replace("{", "\uFFFD")],
    ["a terminal escape", `\u001b[31m${line}`],
    ["two lines in one", line + line],
    ["a line that stops early", line.slice(0, -1)],
    ["a line that starts late", line.slice(1)],
    ["another type", line.replace('"Point"', '"Line"')],
    ["no type", line.replace(',"type":"Point"', "")],
    ["no metric", line.replace('"metric":"http_req_duration",', "")],
    ["a metric that is a number", line.replace('"metric":"http_req_duration"', '"metric":5')],
    ["no data", '{"metric":"vus","type":"Point"}'],
    ["data that are null", '{"metric":"vus","data":null,"type":"Point"}'],
    ["no value", line.replace('"value":110,', "")],
    ["a value that is text", line.replace('"value":110', '"value":"110"')],
    ["a value that is null", line.replace('"value":110', '"value":null')],
    ["a value beyond what a number holds", line.replace('"value":110', '"value":1e999')],
    ["no time", line.replace(`"time":"${time}",`, "")],
    ["a time that is none", line.replace(time, "yesterday")],
    ["a time that is a number", line.replace(`"${time}"`, "1767225600500")],
    ["a tag that is a number", line.replace('"200"', "200")],
    ["tags that are a list", line.replace(/"tags":\{.*?\}/, '"tags":[]')],
    ["metadata that are text", line.replace('"tags"', '"metadata":"x","tags"')],
    ["a metadata value that is an object", line.replace('"tags"', '"metadata":{"sonde":{}},"tags"')],
    ["more than a megabyte", requestLine({ error: "x".repeat(1_048_576) })],
    ["brackets a hundred thousand deep", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["brackets that never close", '{"a":'.repeat(100_000)],
  ])("%s", (_title, text) => {
    expect(parseLine(text)).toBeNull();
  });
});

describe("odd values are what they are:", () => {
  test.each([0, -5, 0.1, 1e308, -1e308, Number.MIN_VALUE])("%d", (value) => {
    expect(parseLine(pointLine("http_req_duration", value))).toMatchObject({ value });
  });
});

test("names of what every object has are tags like others, and nothing is inherited from them", () => {
  const line = pointLine("checks", 1).replace('"group":""', '"__proto__":"polluted","constructor":"c","toString":"t"');
  const sample = parseLine(line);
  expect(sample).toMatchObject({ tags: { scenario: "default", constructor: "c", toString: "t" } });
  expect({}).not.toHaveProperty("polluted");
  expect(Object.getPrototypeOf((sample as { tags: object }).tags)).toBe(Object.prototype);
});

test.each([
  ["an object", '{"a":1}', { a: 1 }],
  ["a list", "[1]", undefined],
  ["half an object", '{"a":', undefined],
  ["text", "flood", undefined],
  ["nothing", "", undefined],
])("json of %s", (_title, text, expected) => {
  expect(json(text)).toEqual(expected);
});
