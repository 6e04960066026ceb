import { describe, expect, test } from "vitest";
import type { GateResult } from "../../contract/load.ts";
import { type FakeCourse, fakeError, fakeRecord, fakeReport, readFakeSketches, startedAtMs } from "./fake-load.ts";
import { loadJson } from "./json.ts";
import { loadJunit } from "./junit.ts";
import type { LoadReport } from "./load-report.ts";
import { loadMarkdown } from "./markdown.ts";
import { loadPage } from "./page.ts";
import { loadText } from "./text-show.ts";

const hostile = '<script>alert("|")</script> `x` @octocat \u001b[2J\u202e ]]> https://evil.example/?a=1&b=2 \ud800';

const broken: GateResult = {
  name: "chat / dashboard p95",
  gate: null,
  outcome: "broken",
  seen: 812,
  limit: 500,
  text: "p95 (812 ms) is at most 500 ms",
};

function report(
  course: FakeCourse,
  given: Partial<LoadReport> = {},
  errors: LoadReport["run"]["summary"]["totals"]["errors"] = [],
) {
  const record = fakeRecord(course);
  const totals = { ...record.summary.totals, errors };
  return fakeReport({ ...record, summary: { ...record.summary, totals } }, given);
}

const hundred = Array.from({ length: 100 }, (_, index) => `step-${index}`);
const probe = { probe: "chat", atMs: startedAtMs + 10_000, verdict: "down", durationMs: 900, cause: hostile } as const;

const cases: [name: string, given: LoadReport, told: string][] = [
  ["passed", report({ summary: { gates: [{ ...broken, outcome: "kept" }] } }), "The gate was kept."],
  ["failed", report({ summary: { verdict: "failed", gates: [broken] } }), "1 of 1 gate broke."],
  ["without samples", report({ windows: 0, summary: { verdict: "failed" } }), "No sample was taken."],
  ["interrupted", report({ windows: 2, summary: { verdict: "interrupted" } }), "It was ended after 10.0 s, before its time."],
  ["invalid", report({ summary: { verdict: "invalid", reasons: ["k6 was short of CPU"] } }), "k6 was short of CPU"],
  ["with one window", report({ windows: 1 }), "100 iterations"],
  ["of 100 steps", report({ windows: 6, rate: () => 2, journeys: { big: hundred } }), "step-"],
  ["of several journeys", report({ journeys: { chat: ["sign-in"], dashboard: ["sign-in"] } }), "dashboard / sign-in"],
  ["against a baseline", report({}, { baseline: fakeRecord({ medianMs: () => 150 }) }), "+33 %"],
  ["with a single user", report({}, { probes: [{ ...probe, verdict: "up", cause: null }] }), "900 ms"],
];

describe.each(cases)("a run %s", (_name, given, told) => {
  const summary = given.run.summary;

  test("is told in Markdown that fits a comment, its verdict first", () => {
    const markdown = loadMarkdown(given);
    expect(markdown.split("\n").slice(0, 2)).toEqual(["<!-- sonde-load -->", expect.stringMatching(`: ${summary.verdict}$`)]);
    expect(markdown.replaceAll("`", "")).toContain(told);
    expect(markdown.length).toBeLessThan(60_000);
    expect(markdown).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("is told on one page that asks nobody for anything", () => {
    const page = loadPage(given, readFakeSketches);
    expect(page.replaceAll(/<\/?(code|strong)>/g, "")).toContain(told);
    expect(page).not.toMatch(/NaN|undefined|Infinity|<script|<link|<img|@import|url\(| (src|href|on\w+)=/);
  });

  test("is told on a terminal", () => {
    const text = loadText(given, (_colour, words) => words);
    expect(text.split("\n")[0]).toContain(summary.verdict);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("has at least one case in JUnit", () => {
    expect(loadJunit(summary)).toContain("<testcase ");
  });

  test("is the same again when its JSON is read", () => {
    expect(JSON.parse(loadJson(given))).toMatchObject({ format: "sonde-load-report", version: 1, summary: { id: summary.id } });
  });
});

describe("what a target said", () => {
  const error = fakeError({
    cause: hostile,
    example: hostile,
    step: hostile,
    evidence: { status: 503, request: hostile, body: hostile },
  });
  const broke = {
    atMs: startedAtMs,
    ratePerS: 1,
    gate: { ...broken, text: hostile },
    journey: null,
    step: null,
    cause: hostile,
    also: [hostile],
  };
  const gates = [{ ...broken, name: hostile, text: hostile }];
  const course: FakeCourse = {
    windows: 2,
    journeys: { [hostile]: [hostile], other: ["x"] },
    failing: () => 0.5,
    summary: { verdict: "failed", reasons: [hostile], gates, revision: hostile, knee: { ratePerS: 1, broke } },
  };
  const environment = { location: hostile, machine: hostile, tools: { k6: hostile }, targetUrl: hostile };
  const given = report(course, { probes: [probe, { ...probe, probe: hostile }], environment }, [error]);

  test("is text on the page and nothing else", () => {
    const page = loadPage(given, readFakeSketches);
    expect(page).not.toContain("<script");
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
    expect(page.isWellFormed()).toBe(true);
    expect(page).toContain("&lt;script&gt;alert(&quot;|&quot;)&lt;/script&gt;");
  });

  test("is inert in Markdown: every row of a table keeps its cells, nobody is mentioned, nothing is linked", () => {
    const markdown = loadMarkdown(given);
    const outside = markdown.replaceAll(/`[^`\n]*`|<code>.*?<\/code>/g, "code");
    expect(outside).not.toMatch(/<(?!sub>|\/sub>|!-- sonde-load)|@\w|https?:\/\/\w/);
    for (const block of markdown.split("\n\n").filter((part) => part.startsWith("|")))
      expect(
        new Set(
          block
            .trim()
            .split("\n")
            .map((line) => line.split("|").length),
        ).size,
      ).toBe(1);
  });

  test("is text in XML and cannot close what holds it", () => {
    const xml = loadJunit(given.run.summary);
    expect(xml).not.toMatch(/<script|[\u0000-\u0008\u000b\u001b]/);
    expect(xml.match(/<testcase /g)).toHaveLength(1);
  });

  test("does not steer a terminal", () => {
    expect(loadText(given, (_colour, words) => words)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  });
});

test("the page shows the latencies of the slowest steps against the baseline, and errors where there are any", () => {
  const course: FakeCourse = {
    medianMs: (step, progress) => (step === "chat" ? 900 + progress * 2_000 : 100),
    failing: () => 0.1,
  };
  const page = loadPage(report(course, { baseline: fakeRecord() }), readFakeSketches);
  const titles = [...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, title]) => title);
  expect(titles.slice(0, 5)).toEqual([
    "Throughput",
    "Virtual users",
    "Share that failed",
    "Latency by percentile",
    "Latency of chat",
  ]);
  expect(page).toContain("p95 of the baseline");
  expect(page).toContain('<text x="2" y="12" text-anchor="start">milliseconds</text>');
});

test("pointing at a moment of a chart tells its values", () => {
  expect(loadPage(report({ windows: 2 }), readFakeSketches)).toMatch(/<title>0:03: iterations 20\.\d\/s<\/title>/);
});

test("of 100 steps the twelve slowest have a chart, and all are in the table", () => {
  const page = loadPage(report({ windows: 3, rate: () => 2, journeys: { big: hundred } }), readFakeSketches);
  expect(page.match(/<figcaption>Latency of /g)).toHaveLength(12);
  expect(page).toContain("the other 88 are in the table");
  expect(page.match(/<td class="text"><code>step-\d+<\/code>/g)).toHaveLength(100);
});
