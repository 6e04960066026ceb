import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LogEntry, silentLog } from "../../log/log.ts";
import { type Conditions, allFine } from "../conditions.ts";
import { createPace } from "../pace.ts";
import { workingRelease } from "../release.ts";
import type { Settings } from "../settings.ts";
import { type ComponentName, ComponentFailure, type Surroundings, type Use } from "./component.ts";
import { components } from "./components.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Broken {
  conditions?: Partial<Conditions>;
  settings?: Partial<Settings>;
}

function around({ conditions, settings }: Broken, random: number, more: Partial<Surroundings> = {}): Surroundings {
  const release = workingRelease(2);
  return {
    release: { ...release, settings: { ...release.settings, ...settings } },
    revision: "backend-00042-demo",
    conditions: { ...allFine, ...conditions },
    pace: createPace(1, () => random),
    log: silentLog,
    traceId: null,
    ...more,
  };
}

/** What a call ends with, and after how many seconds. */
async function call(name: ComponentName, use: Use, surroundings: Surroundings): Promise<[ends: string, s: number]> {
  const startedMs = performance.now();
  const ending = components[name](use, surroundings).then(
    () => "fine",
    (thrown: unknown) => (thrown instanceof ComponentFailure ? thrown.code : String(thrown)),
  );
  const seconds = ending.then(() => (performance.now() - startedMs) / 1_000);
  await vi.advanceTimersByTimeAsync(60_000);
  return [await ending, await seconds];
}

const unreachable = { conditions: { postgres: "unreachable" } } as const;

test.each<[string, ComponentName, Use, Broken, string, number, number]>([
  ["postgres that is fine", "postgres", "write", {}, "fine", 0, 0],
  ["postgres that cannot be reached, for a reader", "postgres", "read", unreachable, "database_unavailable", 4.5, 10.3],
  ["postgres that cannot be reached, for a writer", "postgres", "write", unreachable, "database_unavailable", 7.5, 16.4],
  ["postgres that cannot be reached, for a check", "postgres", "check", unreachable, "database_unavailable", 1.5, 3.3],
  ["a pool without a connection", "postgres", "read", { conditions: { postgres: "exhausted" } }, "database_unavailable", 5, 5.1],
  ["redis that is fine", "redis", "read", {}, "fine", 0, 0],
  [
    "redis on this machine",
    "redis",
    "read",
    { settings: { REDIS_URL: "redis://localhost:6379" } },
    "session_unavailable",
    0.7,
    1.8,
  ],
  ["the model that is fine", "llm", "read", {}, "fine", 0, 0],
  ["the model without a key", "llm", "read", { settings: { LLM_API_KEY: "" } }, "llm_unavailable", 0, 0],
  ["the model at its limit", "llm", "read", { conditions: { llm: "rate-limited" } }, "rate_limited", 0.9, 2.1],
  ["the model that is slow", "llm", "read", { conditions: { llm: "slow" } }, "fine", 22, 28],
  ["the auth service that is fine", "auth-service", "read", {}, "fine", 0, 0],
  [
    "the auth service with another secret",
    "auth-service",
    "read",
    { settings: { SERVICE_SECRET: "x" } },
    "auth_unavailable",
    0,
    0.2,
  ],
])("%s", async (_name, component, use, broken, ends, leastS, mostS) => {
  const [fastEnds, fastS] = await call(component, use, around(broken, 0));
  const [slowEnds, slowS] = await call(component, use, around(broken, 1));
  expect([fastEnds, slowEnds]).toEqual([ends, ends]);
  expect(fastS).toBeGreaterThanOrEqual(leastS);
  expect(slowS).toBeLessThanOrEqual(mostS);
});

test("a failure is in the log with its component, its cause and the trace of the call, and without a secret", async () => {
  const entries: LogEntry[] = [];
  const log = { write: (entry: LogEntry) => void entries.push(entry) };
  const surroundings = around({ settings: { SERVICE_SECRET: "s3cret" } }, 0, { log, traceId: "0af7651916cd43dd" });
  await call("auth-service", "read", surroundings);
  expect(entries).toEqual([
    {
      severity: "ERROR",
      service: "backend",
      revision: "backend-00042-demo",
      traceId: "0af7651916cd43dd",
      component: "auth-service",
      message: expect.stringContaining("403"),
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain("s3cret");
});
