import { beforeEach, describe, expect, test } from "vitest";
import { cutOff, html, json, plain, refused, respondWith, sentRequests, unanswered } from "../stubs/http.ts";
import { traceId } from "../stubs/env.ts";
import { perform } from "../stubs/perform.ts";
import { takenSamples } from "../stubs/samples.ts";
import type { Checks } from "./checks.ts";
import type { StepContext } from "./context.ts";
import { declare } from "./declare.ts";
import { field, is, isList, isText, status } from "./expect.ts";
import { journey } from "./journey.ts";
import type { Response } from "k6/http";

const options = declare({ steps: { first: {}, second: { needs: ["first"] }, other: {} } });

/** Runs one step and gives what it reported. */
async function performStep(run: (s: StepContext) => unknown) {
  const report = await perform(
    journey(options, async ({ step }) => {
      await step("first", run);
    }),
  );
  return { ...report, end: report.ends["first"] };
}

async function performStepWithSecret(name: string) {
  const report = await perform(
    journey(options, async ({ step, secret }) => {
      await step("first", async (s) => {
        s.http.get("http://api/x");
        s.fail(await secret(name));
      });
    }),
  );
  return { end: report.ends["first"] };
}

const checkOther = (name: string) => async (s: StepContext) => {
  await s.http.requestAsync("GET", "http://api/x");
  s.check(name, { [`${name} is other`]: (subject) => subject === "other" });
};

beforeEach(() => respondWith(() => json(200, { ok: true })));

describe("a journey", () => {
  test("says that each step started and ended, and at last that it is over", async () => {
    const { samples, outcomes } = await perform(
      journey(options, async ({ step }) => {
        await step("first", () => undefined);
        await step("second", () => undefined);
      }),
    );
    const said = samples.filter(({ metric }) => metric !== "sonde_flush").map(({ metric, tags }) => [metric, tags["step"]]);
    expect(said).toEqual([
      ["sonde_step_started", "first"],
      ["sonde_step_ended", "first"],
      ["sonde_step_started", "second"],
      ["sonde_step_ended", "second"],
      ["sonde_journey_ended", undefined],
    ]);
    expect(outcomes).toEqual({ first: "passed", second: "passed" });
  });

  test("pushes its end marker out of k6's buffer", async () => {
    const { samples } = await perform(journey(options, () => Promise.resolve()));
    expect(samples.map(({ metric }) => metric)).toEqual(["sonde_journey_ended", "sonde_flush"]);
  });

  test("ends with its marker when its function throws, and lets k6 log what was thrown", async () => {
    const { samples, thrown } = await perform(journey(options, () => Promise.reject(new Error("my fault"))));
    expect(thrown).toEqual(new Error("my fault"));
    expect(samples.map(({ metric }) => metric)).toContain("sonde_journey_ended");
  });

  test("hands on what a step returned", async () => {
    let got: string | undefined;
    await perform(
      journey(options, async ({ step }) => {
        const session = await step("first", () => ({ token: "t-1234" }));
        await step("second", (s) => (got = s.need(session).token));
      }),
    );
    expect(got).toBe("t-1234");
  });

  test("does not run a step whose need failed, and says which; what is independent still runs", async () => {
    let ran = false;
    const { ends, outcomes } = await perform(
      journey(options, async ({ step }) => {
        await step("first", (s) => s.fail("no"));
        await step("second", () => (ran = true));
        await step("other", () => undefined);
      }),
    );
    expect(ran).toBe(false);
    expect(outcomes).toEqual({ first: "failed", second: "blocked", other: "passed" });
    expect(ends["second"]?.reason).toBe('needs "first", which did not pass');
  });

  test("keeps parallel steps apart", async () => {
    const { samples, outcomes } = await perform(
      journey(options, async ({ step }) => {
        await Promise.all([step("first", checkOther("first")), step("other", checkOther("other"))]);
      }),
    );
    expect(outcomes).toEqual({ first: "failed", other: "passed" });
    const checks = samples.filter(({ metric }) => metric === "checks").map(({ tags }) => [tags["step"], tags["check"]]);
    expect(checks).toEqual([
      ["first", "first is other"],
      ["other", "other is other"],
    ]);
  });

  test("waits for a step that nobody awaited before it says that it is over", async () => {
    const { samples } = await perform(
      journey(options, ({ step }) => {
        void step("first", () => Promise.resolve());
        return Promise.resolve();
      }),
    );
    const said = samples.map(({ metric }) => metric).filter((metric) => metric !== "sonde_flush");
    expect(said).toEqual(["sonde_step_started", "sonde_step_ended", "sonde_journey_ended"]);
  });

  test.each([
    [
      "a need that has not ended",
      "second" as const,
      'The step "second" needs "first", which has not ended yet: await it before.',
    ],
    ["a step that is not declared", "typo" as "first", 'The step "typo" is not declared: add it to the steps of declare().'],
  ])("calls %s the script's fault", async (_what, name, message) => {
    const { ends } = await perform(journey(options, ({ step }) => step(name, () => undefined)));
    expect(ends[name]).toMatchObject({ outcome: "failed", reason: null });
    expect(ends[name]?.exception).toContain(message);
  });

  test("does not compile with a step name that is not declared", () => {
    // @ts-expect-error "typo" is no step
    expect(() => journey(options, ({ step }) => step("typo", () => undefined))).not.toThrow();
  });
});

describe("a step", () => {
  test.each<[string, (s: StepContext) => unknown, object]>([
    ["fails with the reason it gives", (s) => s.fail("two users"), { outcome: "failed", reason: "two users", exception: null }],
    [
      "ends at a required check that failed, without a further reason",
      (s) => {
        s.require(1, { "is two": (one) => one === 2 });
        throw new Error("not reached");
      },
      { outcome: "failed", reason: null, exception: null },
    ],
    [
      "goes on after a failed check and keeps that it failed",
      (s) => {
        s.check(1, { "is two": (one) => one === 2 });
        s.measure("threads", 3);
      },
      { outcome: "failed", reason: null, exception: null, measures: { threads: 3 } },
    ],
    ["calls a need that gave nothing the script's fault", (s) => s.need(undefined), { outcome: "failed", reason: null }],
    ["calls a measure that is no number the script's fault", (s) => s.measure("threads", Number.NaN), { outcome: "failed" }],
  ])("%s", async (_title, run, expected) => {
    const { end, thrown } = await performStep(run);
    expect(thrown).toBeUndefined();
    expect(end).toMatchObject(expected);
  });

  test("keeps an exception of the script apart from reasons", async () => {
    const { end } = await performStep(() => {
      throw new TypeError("x is undefined");
    });
    expect(end).toMatchObject({ outcome: "failed", reason: null });
    expect(end?.exception).toMatch(/^TypeError: x is undefined$/);
  });

  test("takes what is thrown that is no error as it is", async () => {
    const { end } = await performStep(() => {
      // oxlint-disable-next-line typescript/only-throw-error -- k6's modules throw such
      throw "GoError: no";
    });
    expect(end?.exception).toBe("GoError: no");
  });
});

describe("a request", () => {
  test("carries the step, a name, the run, a fresh span, and what the target wants", async () => {
    await performStep((s) => {
      s.http.post("http://api/api/chat?x=1", { a: 1 }, { headers: { Authorization: "Bearer t" } });
      s.http.get("http://api/threads/17", { name: "GET /threads/:id", timeout: "5s", tags: { extra: "1" } });
    });
    const [post, get] = sentRequests();
    expect(post).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      params: {
        timeout: "30s",
        redirects: 0,
        tags: { step: "first", name: "POST /api/chat" },
        headers: {
          "Content-Type": "application/json",
          Authorization: "Bearer t",
          "User-Agent": "Sonde/test",
          "x-sonde-run": "run-1",
          "x-plain": "yes",
          "x-proxy": "proxy-token-1",
        },
      },
    });
    expect(get?.params).toMatchObject({ timeout: "5s", tags: { step: "first", name: "GET /threads/:id", extra: "1" } });
    const spans = sentRequests().map(({ params }) => params.headers["traceparent"] ?? "");
    for (const span of spans) expect(span).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(new Set(spans).size).toBe(2);
  });

  test("leaves its answer as evidence: status, chosen headers, the first 2 KiB, no query", async () => {
    respondWith(() => plain(503, `no ${"x".repeat(5_000)}`));
    const { end } = await performStep((s) => s.http.get("http://me:pw@api/x?token=abc"));
    expect(end?.evidence).toMatchObject({ request: "GET http://api/x", status: 503, headers: { "content-type": "text/plain" } });
    expect(end?.evidence.body).toHaveLength(2_048);
    expect(end?.bytesReceived).toBe(5_003);
  });

  test("leaves no more of an endless header, message or reason than anybody reads", async () => {
    const endless = "x".repeat(3_000_000);
    respondWith(() => json(503, { detail: endless }, { Server: endless, "X-Revision": endless, "Content-Type": endless }));
    const { end, checks } = await performStep((s) => {
      s.check(s.http.get("http://api/x"), { it: status(200), "it too": (r) => r.status === 200, "it has a": field("a", isText) });
      s.fail(endless);
    });
    expect(JSON.stringify([end, checks]).length).toBeLessThan(20_000);
    expect(end).toMatchObject({ outcome: "failed", evidence: { status: 503 } });
  });

  test("tells the revision and where a redirect leads, without its query", async () => {
    respondWith(() => json(302, {}, { "X-Revision": "r7", Location: "https://login.example/?state=abc", "Set-Cookie": "a=b" }));
    const { end } = await performStep((s) => s.http.get("http://api/x"));
    expect(end).toMatchObject({
      revision: "r7",
      evidence: { headers: { "x-revision": "r7", location: "https://login.example/" } },
    });
    expect(end?.evidence.headers).not.toHaveProperty("set-cookie");
  });

  test.each([
    ["refused", refused, { reason: "GET http://api/x: dial: connection refused", network: "dial: connection refused" }],
    ["not answered in time", unanswered, { reason: "GET http://api/x: request timeout", network: null }],
  ])("that was %s fails the step even without checks", async (_how, response, expected) => {
    respondWith(() => response);
    const { end } = await performStep((s) => s.http.get("http://api/x"));
    expect(end).toMatchObject({ outcome: "failed", exception: null, evidence: { request: "GET http://api/x" }, ...expected });
  });
});

test.each([
  ["refused", refused],
  ["cut off", cutOff("abc")],
])("a request that may fail, and is %s, fails nothing by itself", async (_how, response) => {
  respondWith(() => response);
  const { end } = await performStep((s) => s.http.get("http://api/x", { mayFail: true }));
  expect(end).toMatchObject({ outcome: "passed", reason: null, network: null, evidence: { request: "GET http://api/x" } });
});

describe("a check that failed says what it saw", () => {
  const cases: [string, Checks<Response>[string], ReturnType<typeof json>, string][] = [
    ["a status", status(200), plain(503, ""), "status (503) is 200"],
    [
      "a status with the application's words",
      status(200),
      json(503, { detail: "no database" }),
      "status (503) is 200: no database",
    ],
    ["a status with the front's words", status(200, 201), plain(502, "bad gateway\n"), "status (502) is 200 or 201: bad gateway"],
    ["a status, not a page of HTML", status(200), html(503, "<h1>Oops</h1>"), "status (503) is 200"],
    ["no response", status(200), refused, "status (none: dial: connection refused) is 200"],
    ["a missing field", field("a.b", isText), json(200, { a: {} }), "a.b (missing) is a text with something in it"],
    ["another value", field("state", is("ok")), json(200, { state: "bad" }), 'state ("bad") is "ok"'],
    ["a list that is none", field("items", isList), json(200, { items: {} }), "items ({}) is a list"],
    ["a page instead of JSON", field("a", isText), html(200, "<p>"), 'a: body (text/html "<p>") is JSON'],
    ["a plain function", (r) => r.status === 200, html(503, "<p>"), 'it (saw 503 text/html "<p>")'],
    ["a plain function without a response", (r) => r.status === 200, refused, "it (saw no response, dial: connection refused)"],
  ];

  test.each(cases)("%s", async (_title, check, response, observed) => {
    respondWith(() => response);
    const { checks, end } = await performStep((s) => s.check(s.http.get("http://api/x"), { it: check }));
    expect(checks["it"]).toBe(observed);
    expect(end?.outcome).toBe("failed");
  });

  test("one that throws has failed, and is no exception of the script", async () => {
    respondWith(() => html(503, "<p>"));
    const { checks, end } = await performStep((s) =>
      s.check(s.http.get("http://api/x"), {
        "is ok": () => {
          throw new SyntaxError("no JSON");
        },
      }),
    );
    expect(checks["is ok"]).toBe('is ok: could not be told, no JSON (saw 503 text/html "<p>")');
    expect(end).toMatchObject({ outcome: "failed", exception: null });
  });

  test.each<[string, (s: StepContext) => void, string]>([
    [
      "a name that occurs twice",
      (s) => {
        s.check(1, { a: () => true });
        s.check(1, { a: () => true });
      },
      'The check "a" occurs twice in the step "first"',
    ],
    [
      "an async check",
      (s) => s.check(1, { a: (() => Promise.resolve(true)) as unknown as () => boolean }),
      'The check "a" is async',
    ],
  ])("%s is the script's fault", async (_what, run, message) => {
    const { end } = await performStep(run);
    expect(end?.exception).toContain(message);
  });
});

describe("a secret", () => {
  test("learned in a step is announced, and masked in evidence, checks and reasons", async () => {
    respondWith(() => json(500, { token: "tok/en-1", detail: "tok/en-1 is bad" }));
    const { samples } = await performStep((s) => {
      const response = s.http.get("http://api/tok%2Fen-1");
      s.secret("tok/en-1");
      s.check(response, { ok: status(200) });
      s.fail("tok/en-1 was refused");
    });
    const [announced, ...others] = samples.filter((sample) => JSON.stringify(sample).includes("tok/en-1"));
    expect(announced).toMatchObject({ metric: "sonde_secret", document: { value: "tok/en-1" } });
    expect(others).toEqual([]);
    expect(JSON.stringify(samples)).not.toContain("tok%2Fen-1");
    const text = JSON.stringify(samples);
    for (const shown of ["http://api/[masked]", "status (500) is 200: [masked] is bad", "[masked] was refused"])
      expect(text).toContain(shown);
  });

  test("that lies across the end of the kept body is masked whole", async () => {
    respondWith(() => plain(500, `${"x".repeat(2_040)}secret-value-1`));
    const { end } = await performStep((s) => {
      s.secret("secret-value-1");
      s.http.get("http://api/x");
    });
    expect(end?.evidence.body).toBe(`${"x".repeat(2_040)}[masked]`);
  });

  test("of the target is read by name and masked", async () => {
    respondWith(() => plain(500, "correct horse, proxy-token-1"));
    const { end } = await performStepWithSecret("password");
    expect(end).toMatchObject({ reason: "[masked]", evidence: { body: "[masked], [masked]" } });
  });

  test("that is not set is told with what to do", async () => {
    const { end } = await performStepWithSecret("pasword");
    expect(end?.exception).toContain('The secret "pasword" is not set (k6: no value): add it to the target\'s secrets.');
  });
});

describe("a journey without the worker", () => {
  test.each([
    ["no variables", {}, "SONDE_TARGET_SETTINGS is not set"],
    ["a target that is no JSON", { SONDE_TARGET_SETTINGS: "{" }, "SONDE_TARGET_SETTINGS is no JSON"],
    ["a target without URLs", { SONDE_TARGET_SETTINGS: '{"name":"x"}' }, "SONDE_TARGET_SETTINGS holds no target"],
  ])("with %s says how to run it, and that it ended", async (_what, variables, message) => {
    const { setEnv } = await import("../stubs/env.ts");
    setEnv(variables);
    takenSamples();
    const thrown = await journey(options, () => Promise.resolve())().catch((error: unknown) => String(error));
    expect(thrown).toContain(message);
    expect(thrown).toContain("`sonde once --journey FILE --target NAME`");
    expect(takenSamples().map(({ metric }) => metric)).toContain("sonde_journey_ended");
  });
});
