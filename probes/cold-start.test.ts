import { describe, expect, test } from "vitest";
import { runVariables } from "../worker/contract/settings.ts";
import coldStart from "./cold-start.ts";
import {
  type SentRequest,
  type StubResponse,
  html,
  json,
  plain,
  refused,
  respondWith,
  sentRequests,
  unanswered,
} from "./stubs/http.ts";
import { healthyReply } from "./stubs/new-platform.ts";
import { type Report, secrets } from "./stubs/perform.ts";
import { play } from "./stubs/play.ts";

const user = { id: "u-1", email: secrets.email };
const warm: Record<string, StubResponse> = {
  "/auth/login": json(200, { access_token: "token-0123456789", user }),
  "/health": json(200, { status: "healthy", uptime_seconds: 3_600 }),
  "/health/live": json(200, { status: "alive" }),
  "/health/ready": json(200, { status: "ready" }),
  "/api/dashboard": json(200, { user, threads: [], features: [] }),
  "/api/chat": json(200, { reply: healthyReply }),
};
const noInstance = plain(503, "no healthy upstream");
const notComplete = json(503, { detail: "Startup not complete" });

type Platform = Record<string, StubResponse>;

const inPhase = (number: number, name: string, progress = number / 21): Platform => ({
  "/health": json(503, {
    status: "unhealthy",
    message: "Startup in progress",
    startup_in_progress: true,
    details: { phase: `${number} of 21: ${name}`, progress },
  }),
  "/health/live": json(200, { status: "alive" }),
  "/health/ready": json(503, { detail: "Startup in progress" }),
  "/api/dashboard": notComplete,
  "/api/chat": notComplete,
});
const everywhere = (answer: StubResponse): Platform =>
  Object.fromEntries(
    Object.keys(warm)
      .filter((path) => path !== "/auth/login")
      .map((path) => [path, answer]),
  );

/** What the platform is from which millisecond of the journey on; uptime counts from then. */
type Times = readonly (readonly [fromMs: number, platform: Platform])[];

function platform(...times: Times): void {
  let startedMs: number | null = null;
  respondWith(({ url }: SentRequest) => {
    startedMs ??= performance.now();
    const elapsedMs = performance.now() - startedMs;
    const [, now = {}] = times.findLast(([fromMs]) => elapsedMs >= fromMs) ?? [];
    return { ...warm, ...now }[url.replace(/^http:\/\/[^/]+/, "")] ?? plain(404, "no such path");
  });
}

const measuresOf = ({ ends }: Report) =>
  Object.assign({}, ...Object.values(ends).map(({ measures }) => measures)) as Record<string, number>;
const reasonsOf = ({ ends, checks }: Report) => [
  ...Object.values(ends).flatMap(({ reason }) => reason ?? []),
  ...Object.values(checks).filter((observed) => observed !== null),
];
const allPassed = { live: "passed", ready: "passed", "sign-in": "passed", dashboard: "passed", chat: "passed" };
const countOf = (path: string) => sentRequests().filter(({ url }) => url.endsWith(path)).length;

describe("a warm platform", () => {
  test("passes in one try each, is told as warm, and is asked one question", async () => {
    platform([0, {}]);
    const report = await play(coldStart);
    expect(report.outcomes).toEqual(allPassed);
    expect(measuresOf(report)).toMatchObject({ cold: 0, uptime_s: 3_600 });
    expect(Object.keys(measuresOf(report))).toEqual(
      expect.arrayContaining(["live_ms", "ready_ms", "first_sign_in_ms", "first_dashboard_ms", "first_chat_ms"]),
    );
    expect(["/health/live", "/health/ready", "/auth/login", "/api/dashboard", "/api/chat"].map(countOf)).toEqual([1, 1, 1, 1, 1]);
    expect(report.tookMs).toBeLessThan(1_000);
  });
});

describe("a cold platform", () => {
  const starting: Times = [
    [0, everywhere(noInstance)],
    [1_200, inPhase(1, "Configuration")],
    [2_500, inPhase(6, "WebSocket manager")],
    [4_000, { "/health": json(200, { status: "healthy", uptime_seconds: 2.8 }) }],
  ];

  test("is waited for, and passes with the times to each first success", async () => {
    platform(...starting);
    const report = await play(coldStart);
    expect(report.outcomes).toEqual(allPassed);
    const { live_ms, ready_ms, first_sign_in_ms, first_dashboard_ms, first_chat_ms, ...rest } = measuresOf(report);
    expect(first_sign_in_ms).toBeLessThan(500);
    expect(live_ms).toBeGreaterThanOrEqual(1_200);
    expect(live_ms).toBeLessThan(2_500);
    for (const first of [ready_ms, first_dashboard_ms, first_chat_ms]) {
      expect(first).toBeGreaterThanOrEqual(4_000);
      expect(first).toBeLessThan(5_500);
    }
    expect(rest).toMatchObject({ cold: 1, startup_phase: 6, startup_progress: 6 / 21, uptime_s: 2.8 });
    expect(report.notes).toEqual([
      expect.stringMatching(
        /^start-up, seen from 1\.\d s on: phase 1 of 21: Configuration 1\.\d s, phase 6 of 21: WebSocket manager 1\.\d s$/,
      ),
      expect.stringMatching(/^cold: an instance was up for 2\.8 s, 4(\.\d)? s into the journey$/),
    ]);
  });

  test("is not failed by the tries that were in vain, whatever they met", async () => {
    platform([0, everywhere(refused)], [900, everywhere(html(502, "<p>"))], [1_500, everywhere(unanswered)], [2_000, {}]);
    const report = await play(coldStart);
    expect(report.outcomes).toEqual(allPassed);
    expect(Object.values(report.ends).every(({ network, reason }) => network === null && reason === null)).toBe(true);
  });

  test("is asked one question that is answered: more would cost money", async () => {
    const cold: Times = [...starting.slice(0, 3), [4_000, {}]];
    platform(...cold);
    await play(coldStart);
    const statuses = sentRequests().filter(({ url }) => url.endsWith("/api/chat"));
    expect(statuses.length).toBeGreaterThan(3);
    platform([0, {}]);
    await play(coldStart);
    expect(countOf("/api/chat")).toBe(1);
  });
});

describe("cold or warm is told", () => {
  const silent = { "/health": json(200, { status: "healthy" }) };
  const marked = { ...silent, "/health/live": json(200, { status: "alive" }, { "X-Cold-Start": "true" }) };
  const baseline = { [runVariables.warm]: JSON.stringify({ live: 40 }) };

  test.each<[string, Times, Record<string, string>, number | undefined]>([
    [
      "by a young instance",
      [
        [0, everywhere(noInstance)],
        [3_000, { "/health": json(200, { uptime_seconds: 1.5 }) }],
      ],
      {},
      1,
    ],
    [
      "by a young instance that counts whole seconds",
      [
        [0, everywhere(noInstance)],
        [3_000, { "/health": json(200, { uptime_seconds: 4 }) }],
      ],
      {},
      1,
    ],
    ["by an old instance", [[0, {}]], baseline, 0],
    [
      "by a phase",
      [
        [0, inPhase(3, "Redis")],
        [1_000, silent],
      ],
      {},
      1,
    ],
    ["by the header", [[0, marked]], baseline, 1],
    [
      "by a first answer that took much longer than usual",
      [
        [0, everywhere(noInstance)],
        [2_000, silent],
      ],
      baseline,
      1,
    ],
    ["by a first answer as quick as ever", [[0, silent]], baseline, 0],
    ["by nothing, and then not at all", [[0, silent]], {}, undefined],
  ])("%s", async (_how, times, variables, cold) => {
    platform(...times);
    const report = await play(coldStart, variables);
    expect(report.outcomes).toEqual(allPassed);
    expect(measuresOf(report)["cold"]).toBe(cold);
  });
});

describe("a platform that does not start", () => {
  const hung = inPhase(6, "WebSocket manager", 0.29);

  test("within the patience is told with the phase it hangs in", async () => {
    platform([0, inPhase(5, "Redis")], [2_000, hung]);
    const report = await play(coldStart, { COLD_START_PATIENCE: "20s" });
    expect(report.outcomes).toEqual({
      live: "passed",
      ready: "failed",
      "sign-in": "passed",
      dashboard: "failed",
      chat: "failed",
    });
    expect(report.ends["ready"]?.reason).toMatch(
      /^did not become ready within 20 s: hung in phase 6 of 21: WebSocket manager for 1[78](\.\d)? s \(progress 0\.29\)$/,
    );
    expect(report.ends["dashboard"]?.reason).toMatch(
      /^did not answer 200 within 20 s: tried \d+ times, the last answer was 503 "Startup not complete"$/,
    );
    expect(measuresOf(report)).toMatchObject({ cold: 1, startup_phase: 6, startup_progress: 0.29 });
    expect(report.tookMs).toBeLessThan(21_000);
  });

  test("ends the waiting when a phase does not change for too long", async () => {
    platform([0, hung]);
    const report = await play(coldStart, { COLD_START_PHASE_PATIENCE: "10s" });
    expect(report.ends["ready"]?.reason).toMatch(
      /^did not become ready in 10(\.\d)? s: hung in phase 6 of 21: WebSocket manager for 10(\.\d)? s \(progress 0\.29\)$/,
    );
    expect(report.tookMs).toBeLessThan(12_000);
  });

  test("is waited for while its progress grows", async () => {
    const growing: Times = Array.from({ length: 20 }, (_, nth) => [nth * 4_000, inPhase(6, "Migrations", nth / 20)]);
    platform(...growing, [80_000, {}]);
    const report = await play(coldStart, { COLD_START_PHASE_PATIENCE: "10s" });
    expect(report.outcomes).toEqual(allPassed);
  });

  test("because it failed ends the waiting at once, with its message", async () => {
    const message = "Startup failed: DeterministicStartupError: WebSocket manager creation requires valid UserExecutionContext";
    const failed = json(503, { status: "unhealthy", message, startup_failed: true });
    platform([0, inPhase(5, "Redis")], [3_000, { ...everywhere(json(503, { detail: message })), "/health": failed }]);
    const report = await play(coldStart);
    expect(report.ends["ready"]?.reason).toMatch(new RegExp(`^did not become ready in 3(\\.\\d)? s: ${message}$`));
    expect(report.tookMs).toBeLessThan(5_000);
  });

  test("because it had failed before the journey came is told with its message, too", async () => {
    const message = "Startup failed: DeterministicStartupError: no context";
    const failed = json(503, { status: "unhealthy", message, startup_failed: true });
    platform([0, { ...everywhere(json(503, { detail: "Startup failed" })), "/health": failed }]);
    const report = await play(coldStart);
    expect(report.ends["ready"]?.reason).toMatch(new RegExp(`^did not become ready in \\d+ ms: ${message}$`));
  });

  test("in a crash loop is told by the phases it went back to", async () => {
    const loop: Times = Array.from({ length: 10 }, (_, nth) => [
      [nth * 3_000, inPhase(1, "Configuration")] as const,
      [nth * 3_000 + 1_500, inPhase(9, "ClickHouse", 0.4)] as const,
    ]).flat();
    platform(...loop);
    const report = await play(coldStart, { COLD_START_PATIENCE: "14s" });
    expect(report.ends["ready"]?.reason).toMatch(
      /^did not become ready within 14 s: went back to an earlier phase 4 times, was in phase 9 of 21: ClickHouse for .* last$/,
    );
  });

  test.each<[string, StubResponse, RegExp, boolean]>([
    [
      "has no instance",
      noInstance,
      /^did not answer 200 within 5 s: tried \d+ times, the last answer was 503 "no healthy upstream"$/,
      false,
    ],
    [
      "refuses connections",
      refused,
      /^did not answer 200 within 5 s: tried \d+ times, and was not answered \(dial: connection refused\)$/,
      true,
    ],
  ])("because it %s fails the step at the deadline", async (_how, answer, reason, isNetwork) => {
    platform([0, everywhere(answer)]);
    const report = await play(coldStart, { COLD_START_PATIENCE: "5s" });
    expect(report.ends["live"]?.reason).toMatch(reason);
    expect(report.ends["live"]?.network).toEqual(isNetwork ? refused.error : null);
    expect(report.outcomes).toEqual({
      live: "failed",
      ready: "failed",
      "sign-in": "passed",
      dashboard: "failed",
      chat: "failed",
    });
  });
});

describe("what will not pass is not waited for", () => {
  const lookup: StubResponse = { ...refused, error: "lookup: no such host", error_code: 1_101 };

  test.each<[string, Platform, string, string]>([
    [
      "a broken database",
      { "/health/ready": json(503, { detail: "Core database unavailable" }) },
      "ready",
      "status (503) is 200: Core database unavailable",
    ],
    [
      "a dashboard without Redis",
      { "/api/dashboard": json(503, { detail: "Redis" }) },
      "dashboard",
      "status (503) is 200: Redis",
    ],
    [
      "a chat that is over its limit",
      { "/api/chat": json(429, { detail: "slow down" }) },
      "chat",
      "status (429) is 200: slow down",
    ],
    ["a wrong password", { "/auth/login": json(401, { detail: "wrong" }) }, "sign-in", "status (401) is 200: wrong"],
    ["a name that does not resolve", { "/health/live": lookup }, "live", "lookup: no such host"],
    [
      "an error inside a 200",
      { "/api/chat": json(200, { error: "no key" }) },
      "chat",
      'answer (200 with error "no key") has no error inside',
    ],
  ])("such as %s", async (_what, changes, step, observed) => {
    platform([0, changes]);
    const report = await play(coldStart);
    expect(report.outcomes[step]).toBe("failed");
    expect(reasonsOf(report)).toContain(observed);
    expect(report.tookMs).toBeLessThan(3_000);
  });
});

test("a patience that is no duration is refused with the name of its variable", async () => {
  platform([0, {}]);
  const { thrown } = await play(coldStart, { COLD_START_PATIENCE: "soon" });
  expect(String(thrown)).toContain('The variable COLD_START_PATIENCE is "soon"');
});
