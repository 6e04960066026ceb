import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type FileLogOptions, createFileLog } from "./file-log.ts";
import type { LogEntry } from "./log.ts";

const entry: LogEntry = { severity: "INFO", service: "backend", message: "GET /health" };

/** A log in a folder of its own that does not exist yet. */
function begin(options: FileLogOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sonde-demo-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "new", "demo.log.jsonl");
  const log = createFileLog(path, options);
  onTestFinished(() => log.close());
  return { path, log };
}

function linesOf(path: string): Record<string, unknown>[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test("an entry is a line of JSON with the fields of Cloud Logging", () => {
  const { path, log } = begin({ now: () => Date.UTC(2025, 8, 7, 12) });
  log.write({ ...entry, severity: "ERROR", revision: "backend-00042-demo", traceId: "0af7651916cd43dd", status: 503 });
  log.close();
  expect(linesOf(path)).toEqual([
    {
      severity: "ERROR",
      timestamp: "2025-09-07T12:00:00.000Z",
      service: "backend",
      revision: "backend-00042-demo",
      trace_id: "0af7651916cd43dd",
      message: "GET /health",
      status: 503,
    },
  ]);
});

test("what is not known of an entry is left out, and what it adds hides nothing", () => {
  const { path, log } = begin();
  log.write({ ...entry, traceId: null, timestamp: "never", trace_id: "mine" });
  log.close();
  expect(Object.keys(linesOf(path)[0] ?? {}).toSorted()).toEqual(["message", "service", "severity", "timestamp"]);
  expect(linesOf(path)[0]?.["timestamp"]).not.toBe("never");
});

test("lines are there after a turn of the event loop, in order, and only the owner can read them", async () => {
  const { path, log } = begin();
  for (const message of ["a", "b"]) log.write({ ...entry, message });
  await turn();
  log.write({ ...entry, message: "line\nbreak" });
  await turn();
  expect(linesOf(path).map(({ message }) => message)).toEqual(["a", "b", "line\nbreak"]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a log goes on where the last demo left it", () => {
  const { path, log } = begin();
  log.write(entry);
  log.close();
  const next = createFileLog(path);
  next.write(entry);
  next.close();
  expect(linesOf(path)).toHaveLength(2);
});

test("after the end nothing is written", () => {
  const { path, log } = begin();
  log.write(entry);
  log.close();
  log.write(entry);
  log.close();
  expect(linesOf(path)).toHaveLength(1);
});

describe("a log that would outgrow its limit", () => {
  test("is put aside under .1 and begun again: never are there more than two, each within the limit", async () => {
    const limit = 1_000;
    const { path, log } = begin({ limit });
    for (let nth = 0; nth < 50; nth++) {
      log.write({ ...entry, nth });
      await turn();
    }
    const [old, current] = [linesOf(`${path}.1`), linesOf(path)];
    expect(statSync(path).size).toBeLessThanOrEqual(limit);
    expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(limit);
    const numbers = [...old, ...current].map(({ nth }) => Number(nth));
    expect(numbers).toEqual(Array.from(numbers, (_, index) => 50 - numbers.length + index));
    expect(numbers.length).toBeGreaterThan(8);
  });

  test("keeps a line that alone is longer", () => {
    const { path, log } = begin({ limit: 10 });
    log.write(entry);
    log.close();
    expect(linesOf(path)).toHaveLength(1);
  });
});

describe("a log that cannot be written", () => {
  test("is told once, with the reason, and harms nobody", async () => {
    const problems: string[] = [];
    const { path, log } = begin({ complain: (problem) => problems.push(problem) });
    mkdirSync(path, { recursive: true });
    for (let nth = 0; nth < 3; nth++) {
      log.write(entry);
      await turn();
    }
    expect(problems).toEqual([expect.stringMatching(/^The log cannot be written to .*demo\.log\.jsonl: EISDIR/)]);
  });

  test("is written again when that is over, without what could not be", async () => {
    const { path, log } = begin();
    mkdirSync(path, { recursive: true });
    log.write({ ...entry, message: "lost" });
    await turn();
    rmSync(path, { recursive: true });
    log.write({ ...entry, message: "kept" });
    await turn();
    expect(linesOf(path).map(({ message }) => message)).toEqual(["kept"]);
  });

  test("cannot keep what JSON does not know", () => {
    const { path, log } = begin();
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    log.write({ ...entry, circle });
    log.write(entry);
    log.close();
    expect(linesOf(path)).toMatchObject([{ message: "GET /health" }, { message: "GET /health" }]);
  });
});

test("whoever takes the file away gets a new one", async () => {
  const { path, log } = begin();
  log.write({ ...entry, message: "before" });
  await turn();
  renameSync(path, `${path}.mine`);
  log.write({ ...entry, message: "after" });
  await turn();
  expect(linesOf(path).map(({ message }) => message)).toEqual(["after"]);
});

test("a file that is there already keeps its mode and its lines", () => {
  const { path, log } = begin();
  log.close();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "{}\n");
  chmodSync(path, 0o640);
  const next = createFileLog(path);
  next.write(entry);
  next.close();
  expect([linesOf(path).length, statSync(path).mode & 0o777]).toEqual([2, 0o640]);
});

test.each<[string, Partial<LogEntry>]>([
  ["a token in a query", { message: "GET /ws?token=SECRET&x=1" }],
  ["a token in a field", { url: "/ws?a=b&access_token=SECRET" }],
  ["a JWT", { message: "got eyJhbGciOiJIUzI1NiJ9.eyJSECRET.SECRET-_x from the client" }],
  ["a JWT as subprotocol", { headers: { "sec-websocket-protocol": "jwt.eyJhbGciOiJIUzI1NiJ9.eyJSECRET.SECRET" } }],
  ["an Authorization header", { headers: { Authorization: "Basic SECRET" } }],
  ["a bearer in a text", { detail: ["sent Authorization: Bearer SECRET"] }],
  ["a password", { body: { email: "a@b.example", password: "SECRET" } }],
])("%s is not written", (_name, more) => {
  const { path, log } = begin();
  log.write({ ...entry, ...more });
  log.close();
  const text = readFileSync(path, "utf8");
  expect(text).toContain("[hidden]");
  expect(text).not.toContain("SECRET");
});
