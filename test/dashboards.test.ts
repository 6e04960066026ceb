import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replaceBlock } from "./support/generated-block.ts";
import { askInflux } from "./support/grafana/ask.ts";
import { readAlertQueries, readDashboards } from "./support/grafana/dashboard-file.ts";
import { interpolate } from "./support/grafana/interpolate.ts";
import { intervalOf } from "./support/grafana/interval.ts";
import { type Viewed, look } from "./support/grafana/panels.ts";
import { type Timed, queryTable } from "./support/grafana/query-table.ts";
import { type Story, startStory } from "./support/grafana/story.ts";

const page = join(import.meta.dirname, "../docs/dashboards.md");

/** Panels that tell of trouble: they are empty on a platform that is well, and only on one. */
const emptyWhenCalm = [
  "sonde-iterations/Failures before and after",
  "sonde-journey/Why runs were not up",
  "sonde-journey/Steps that did not pass, and their checks",
  "sonde-overview/Open incidents",
];

const dashboards = readDashboards();
const rules = readAlertQueries();
const empty = (panels: readonly Viewed[]) => panels.filter(({ shown }) => shown === 0).map(({ key }) => key);

let story: Story;
beforeAll(async () => {
  story = await startStory();
}, 120_000);
afterAll(() => story?.end());

const view = (uid: string, manner: "all" | "some", range?: string) => {
  const dashboard = dashboards.find((one) => one.uid === uid);
  if (!dashboard) throw new Error(`no dashboard ${uid}`);
  return look(story.influxd.url, story.database, { dashboard, manner, nowMs: Date.now(), ...(range !== undefined && { range }) });
};

test("there are the seven dashboards of Sonde, and its alert rules", () => {
  expect(dashboards.map(({ uid }) => uid).sort()).toEqual(
    ["chat", "cold-start", "iterations", "journey", "load", "overview", "worker"].map((name) => `sonde-${name}`),
  );
  expect(rules.length).toBeGreaterThanOrEqual(9);
});

describe("on a platform that is well", () => {
  beforeAll(() => story.calm(), 300_000);

  test.each(dashboards.map(({ uid }) => uid))(
    "every panel of %s has something to show, but for those that tell of trouble",
    async (uid) => {
      const { panels, choices } = await view(uid, "all");
      expect(choices.asked.filter(({ values }) => values.length === 0).map(({ name }) => name)).toEqual([]);
      expect(empty(panels)).toEqual(emptyWhenCalm.filter((key) => key.startsWith(`${uid}/`)));
    },
  );
});

describe("on a platform that was broken in three ways", () => {
  beforeAll(() => story.broken(), 300_000);
  const timed: Timed[] = [];

  test.each(dashboards.map(({ uid, title }) => [uid, title]))(
    "every query of %s answers, over its own range and over 90 days",
    async (uid, title) => {
      const [near, far] = [await view(uid, "all"), await view(uid, "all", "now-90d")];
      timed.push({ uid, title, panels: near.panels.map((panel, index) => ({ near: panel, far: far.panels[index] ?? panel })) });
      expect(empty(near.panels)).toEqual([]);
      expect(empty(far.panels)).toEqual([]);
      expect(empty(far.annotations)).toEqual([]);
    },
  );

  test.each(dashboards.map(({ uid }) => uid))(
    "every single query of %s has rows at some range, whatever grain it reads",
    async (uid) => {
      const views = [];
      for (const range of ["now-8h", "now-24h", "now-7d", "now-90d"]) views.push(await view(uid, "all", range));
      const targets = views.flatMap(({ panels }) =>
        panels.flatMap(({ key, targets }) =>
          targets.map(({ refId, answer }) => ({ name: `${key}, ${refId}`, shown: answer.shown })),
        ),
      );
      const alive = new Set(targets.filter(({ shown }) => shown > 0).map(({ name }) => name));
      expect([...new Set(targets.map(({ name }) => name))].filter((name) => !alive.has(name))).toEqual([]);
    },
  );

  test.each(dashboards.map(({ uid }) => uid))("%s takes some values of each variable, named one by one", async (uid) => {
    for (const range of ["now-15m", "now-24h", "now-7d"])
      expect((await view(uid, "some", range)).panels.length).toBeGreaterThan(0);
  });

  test.each(rules.map((rule) => [`${rule.rule}, ${rule.refId}`, rule] as const))(
    "the query of the rule %s answers",
    async (_, rule) => {
      const nowMs = Date.now();
      const interval = intervalOf((rule.fromS - rule.toS) * 1_000, { interval: `${Math.max(1, rule.intervalMs / 1_000)}s` });
      const range = { fromMs: nowMs - rule.fromS * 1_000, toMs: nowMs - rule.toS * 1_000 };
      const sent = interpolate(rule.query, { ...range, interval, variables: new Map() });
      const { shown } = await askInflux(story.influxd.url, story.database, sent);
      expect(shown).toBeGreaterThan(0);
    },
  );

  afterAll(() => {
    if (process.env["SONDE_WRITE_TABLES"] !== "1" || timed.length < dashboards.length) return;
    writeFileSync(page, replaceBlock(readFileSync(page, "utf8"), "queries", queryTable(timed)));
  });
});
