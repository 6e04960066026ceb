import { describe, expect, test } from "vitest";
import { type Chosen, interpolate } from "./support/grafana/interpolate.ts";
import { backMs, intervalOf } from "./support/grafana/interval.ts";

const around = { fromMs: 1_000, toMs: 61_000, interval: { text: "5m", ms: 300_000 } };

describe("a query is sent as Grafana sends it", () => {
  test.each<[string, string, Record<string, Chosen>, string]>([
    ["the time range is a pair of instants", "WHERE $timeFilter", {}, "WHERE time >= 1000ms and time <= 61000ms"],
    ["the interval is a duration, and a number", "time($__interval) $__interval_ms", {}, "time(5m) 300000"],
    ["All matches everything", "x =~ /^$p$/", { p: { all: ".*" } }, "x =~ /^.*$/"],
    ["several values are alternatives", "x =~ /^$p$/", { p: ["a", "b"] }, "x =~ /^(a|b)$/"],
    ["one of several values is in brackets as well", "x =~ /^$p$/", { p: ["a"] }, "x =~ /^(a)$/"],
    ["values are escaped, slashes too", "x =~ /^$p$/", { p: ["a.b", "GET /x"] }, String.raw`x =~ /^(a\.b|GET \/x)$/`],
    ["a single value is escaped in a regular expression", "x =~ /^$p$/", { p: "a.b" }, String.raw`x =~ /^a\.b$/`],
    [
      "a single value is itself in quotes, although regular expressions stand around it",
      "a =~ /^x$/ AND l = '$p' AND b =~ /y/",
      { p: "2.1" },
      "a =~ /^x$/ AND l = '2.1' AND b =~ /y/",
    ],
    ["a number can be glued to something", "time < 0${b}ms", { b: "17" }, "time < 017ms"],
    ["without a value nothing is left", "time < 0${b}ms", { b: "" }, "time < 0ms"],
  ])("%s", (_, query, variables, sent) => {
    expect(interpolate(query, { ...around, variables: new Map(Object.entries(variables)) })).toBe(sent);
  });

  test("a variable that the dashboard does not have is a mistake", () => {
    expect(() => interpolate("x =~ /^$typo$/", { ...around, variables: new Map() })).toThrow("$typo");
  });
});

test.each([
  ["now-6h", { maxDataPoints: 300 }, "1m"],
  ["now-24h", { maxDataPoints: 300 }, "5m"],
  ["now-7d", { maxDataPoints: 300 }, "30m"],
  ["now-90d", { maxDataPoints: 300 }, "6h"],
  ["now-15m", { interval: "30s" }, "30s"],
  ["now-15m", {}, "1s"],
])("over %s with %j the interval is %s", (range, panel, text) => {
  expect(intervalOf(backMs(range), panel).text).toBe(text);
});
