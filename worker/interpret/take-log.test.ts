import { describe, expect, test } from "vitest";
import { atMs, exceptionLine, logLine } from "./fake-lines.ts";
import { observeLines } from "./observe-lines.ts";

const observe = (...logs: string[]) => observeLines({ logs });

test("each meaning has its place", () => {
  const observed = observe(
    exceptionLine("Error: boom"),
    logLine("test marked as failed: marked bad"),
    logLine("test aborted: give up"),
    logLine("test aborted: again"),
    logLine("thresholds on metrics 'checks, http_reqs' have been crossed"),
    logLine("thresholds on metrics 'checks' have been crossed"),
  );
  expect(observed).toMatchObject({
    exceptions: ["Error: boom (chat.ts:12)"],
    failures: ["marked bad"],
    aborted: "give up",
    thresholdsCrossed: ["checks", "http_reqs"],
    lastError: null,
  });
});

test("notes are kept and mean nothing", () => {
  expect(observe(logLine("hello", { level: "info", source: "console" }))).toMatchObject({
    logs: [{ level: "info", message: "hello", atMs }],
    exceptions: [],
    failures: [],
    lastError: null,
  });
});

describe("the last error", () => {
  test("is the last that k6 itself logged", () => {
    expect(observe(logLine("first"), logLine("second"), logLine("console", { source: "console" })).lastError).toBe("second");
  });

  test("of a Go panic is its first line: the others tell where", () => {
    const panic = ["", "panic: runtime error: nil map", "", "goroutine 1 [running]:", "main.main()"];
    expect(observe(...panic).lastError).toBe("panic: runtime error: nil map");
  });
});

test("blank lines are not kept", () => {
  expect(observe("", "  ", "\t\r", "panic: x").logs).toEqual([{ level: "error", message: "panic: x", atMs: 0 }]);
});

const many = (line: (index: number) => string) => Array.from({ length: 1_000 }, (_, index) => line(index));

test("of a flood the first lines are kept: they name the cause", () => {
  const observed = observe(
    ...many((index) => exceptionLine(`Error: ${index}`)),
    ...many((index) => logLine(`test marked as failed: ${index}`)),
    ...many((index) => logLine(`thresholds on metrics 'metric_${index}' have been crossed`)),
  );
  expect(observed.logs).toHaveLength(200);
  expect(observed.exceptions).toHaveLength(20);
  expect(observed.exceptions[0]).toBe("Error: 0 (chat.ts:12)");
  expect(observed.failures).toHaveLength(20);
  expect(observed.failures[0]).toBe("0");
  expect(observed.thresholdsCrossed).toHaveLength(20);
  expect(observed.thresholdsCrossed[0]).toBe("metric_0");
});
