import { expect, test } from "vitest";
import { createRedactor } from "../kit/redact.ts";
import { createLoadLog } from "./load-log.ts";

const line = (msg: string, more: object = {}) => JSON.stringify({ level: "error", msg, time: "2026-01-01T00:00:00Z", ...more });

function logOf(...lines: string[]) {
  const log = createLoadLog(createRedactor(["secret-word"]));
  for (const text of lines) log.line(text);
  return log;
}

test("the same error again and again is one with its number, masked", () => {
  const log = logOf(line("no secret-word here"), line("no secret-word here"), line("another"));
  expect(log.errors()).toEqual([
    { message: "no [masked] here", count: 2 },
    { message: "another", count: 1 },
  ]);
});

test("endlessly many different ones are bounded", () => {
  const log = logOf(...Array.from({ length: 1_000 }, (_none, at) => line(`error ${at}`)));
  expect(log.errors()).toHaveLength(20);
});

test("crossed thresholds are told as such, and that we stopped k6 is no error", () => {
  const log = logOf(
    line("thresholds on metrics 'http_req_duration, checks' have been crossed"),
    line("test run was aborted because k6 received a 'interrupt' signal"),
    line("said by a script", { source: "console" }),
  );
  expect(log.crossed()).toEqual(["http_req_duration", "checks"]);
  expect(log.errors()).toEqual([]);
});
