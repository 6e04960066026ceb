import { describe, expect, test } from "vitest";
import { atMs, exceptionLine, logLine } from "./fake-lines.ts";
import { type LogMeaning, parseLog } from "./log-line.ts";

const meaning = (line: string) => parseLog(line).meaning;

describe("what k6 says of a script's end:", () => {
  const cases: [title: string, line: string, expected: LogMeaning][] = [
    [
      "an exception, with the place it came from",
      exceptionLine("Error: boom"),
      { kind: "exception", text: "Error: boom (chat.ts:12)" },
    ],
    [
      "a rejected promise that nobody caught",
      logLine("Uncaught (in promise) Error: nobody caught me\n\tat default (file:///a/b.js:7:17(22))\n"),
      { kind: "exception", text: "Error: nobody caught me (b.js:7)" },
    ],
    [
      "an exception of k6's own functions",
      logLine("GoError: cannot parse json\n\tat reflect.methodValueCall (native)\n\tat default (file:///x.js:7:1(2))\n", {
        source: "stacktrace",
      }),
      { kind: "exception", text: "cannot parse json (x.js:7)" },
    ],
    [
      "an exception while the script was loaded",
      logLine("Error: boom in init\n\tat file:///a/init.js:1:6(12)\n", { hint: "script exception" }),
      { kind: "exception", text: "Error: boom in init (init.js:1)" },
    ],
    [
      "an exception whose place is only standard input",
      logLine("Error: x\n\tat file:///-:1:34(3)\n", { hint: "script exception" }),
      { kind: "exception", text: "Error: x" },
    ],
    [
      "an exception without a stack",
      logLine("thrown text", { source: "stacktrace" }),
      { kind: "exception", text: "thrown text" },
    ],
    ["an exception without a message", logLine("", { source: "stacktrace" }), { kind: "exception", text: "" }],
    [
      "fail()",
      logLine(
        "GoError: no luck\n\tat go.k6.io/k6/internal/js/modules/k6.(*K6).Fail-fm (native)\n\tat default (file:///fail.js:7:7(21))\n",
        {
          source: "stacktrace",
        },
      ),
      { kind: "failure", text: "no luck (fail.js:7)" },
    ],
    [
      "fail() in an async function of k6 2",
      logLine("Uncaught (in promise) GoError: no luck\n\tat go.k6.io/k6/v2/internal/js/modules/k6.(*K6).Fail-fm (native)\n"),
      { kind: "failure", text: "no luck" },
    ],
    ["exec.test.fail() with a reason", logLine("test marked as failed: marked bad"), { kind: "failure", text: "marked bad" }],
    ["exec.test.fail() without one", logLine("test run was marked as failed"), { kind: "failure", text: "exec.test.fail()" }],
    [
      "test.abort()",
      logLine("test aborted: give up at abort_default (file:///a/abort.js:8:18(23))"),
      { kind: "abort", text: "give up (abort.js:8)" },
    ],
    [
      "test.abort() while the script was loaded",
      logLine(
        "could not initialize '-': could not load JS test 'file:///-': test aborted: give up at file:///a/abort.js:3:16(16)",
      ),
      { kind: "abort", text: "give up (abort.js:3)" },
    ],
    ["test.abort() without a place", logLine("test aborted: give up at noon"), { kind: "abort", text: "give up at noon" }],
    [
      "a crossed threshold",
      logLine("thresholds on metrics 'checks' have been crossed"),
      { kind: "thresholds", metrics: ["checks"] },
    ],
    [
      "several crossed thresholds",
      logLine("thresholds on metrics 'checks, http_req_duration{step:chat}' were crossed; at least one has abortOnFail enabled"),
      { kind: "thresholds", metrics: ["checks", "http_req_duration{step:chat}"] },
    ],
    ["another error of k6's", logLine("setup() execution timed out after 1 seconds"), { kind: "error" }],
  ];
  test.each(cases)("%s", (_title, line, expected) => {
    expect(meaning(line)).toEqual(expected);
  });
});

describe("what a script prints says nothing of its end:", () => {
  test.each([
    ["a warning", logLine("Request Failed", { level: "warning", error: "dial tcp: connection refused" })],
    ["information", logLine("test aborted: not really", { level: "info" })],
    ["console.error() of what k6 writes itself", logLine("Uncaught (in promise) Error: x", { source: "console" })],
    ["console.error() of a failure", logLine("test marked as failed: x", { source: "console" })],
  ])("%s", (_title, line) => {
    expect(meaning(line)).toEqual({ kind: "note" });
  });
});

describe("the line that is kept", () => {
  test("has level, time and message, without the line feed at its end", () => {
    expect(parseLog(logLine("two\nlines\n", { level: "info" })).line).toEqual({ level: "info", message: "two\nlines", atMs });
  });

  test("joins the error to the message", () => {
    const line = logLine("Request Failed", { level: "warning", error: 'Get "http://host/": EOF' });
    expect(parseLog(line).line.message).toBe('Request Failed: Get "http://host/": EOF');
  });

  test.each([{ time: "yesterday" }, { time: undefined }])("has no time when k6 tells none: %o", (given) => {
    expect(parseLog(logLine("x", given)).line).toEqual({ level: "error", message: "x", atMs: 0 });
  });

  test("is cut to 2,000 characters and says of how many", () => {
    expect(parseLog(logLine("x".repeat(3_000))).line.message).toBe(`${"x".repeat(2_000)} … (3000 characters)`);
    expect(parseLog("y".repeat(3_000)).line.message).toBe(`${"y".repeat(2_000)} … (3000 characters)`);
  });

  test("has the text of an exception cut as well", () => {
    const said = meaning(exceptionLine("x".repeat(50_000)));
    expect(said).toMatchObject({ kind: "exception" });
    expect((said as { text: string }).text.length).toBeLessThan(2_100);
  });
});

test.each([
  ["a Go panic", "panic: runtime error: invalid memory address"],
  ["text", "Killed"],
  ["a list", '["level","error"]'],
  ["half a line", '{"level":"error","msg":"Error: bo'],
  ["a message that is a number", logLine(5)],
  ["no message", '{"level":"error"}'],
  ["no level", '{"msg":"x"}'],
  ["terminal escapes", "\u001b[31mERRO\u001b[0m x"],
  ["NULs", "\u0000\u0000"],
])("%s is kept as it is, as an error", (_title, text) => {
  expect(parseLog(text)).toEqual({ line: { level: "error", message: text, atMs: 0 }, meaning: { kind: "raw" } });
});
