import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeStep } from "../worker/kit/fake-run.ts";
import { readRules } from "./support/alerts/rules.ts";
import { arriving, minuteMs, outage, refused, reports, runs, unavailable } from "./support/alerts/stories.ts";
import { type Alert, type Arrival, watch } from "./support/alerts/watch.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";

const rules = readRules();
const dayMin = 1_440;
/** Everything is over by now; at a full hour, so that spans of InfluxQL's own would be cut otherwise than ours. */
const began = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 5 * dayMin * minuteMs + 17 * minuteMs + 13_000;

let influxd: Influxd;
beforeAll(async () => {
  influxd = await startInfluxd();
});
afterAll(() => influxd?.remove());

interface Story {
  arrivals: Arrival[];
  /** Minutes between which rules are evaluated, and how far apart. */
  moments: readonly (readonly [fromMin: number, toMin: number, everyMin: number])[];
}

let databases = 0;

const minute = (atMs: number) => Math.round((atMs - began) / minuteMs);

/** What fired, as `rule of probe or location`, with the minutes when, and when it was over. */
async function told({ arrivals, moments }: Story): Promise<{ alerts: Alert[]; lines: string[] }> {
  const database = `story${(databases += 1)}`;
  await influxd.query(`CREATE DATABASE ${database}`);
  const momentsMs = moments.flatMap(([from, to, every]) =>
    Array.from({ length: Math.ceil((to - from) / every) }, (_, index) => began + (from + index * every) * minuteMs),
  );
  const alerts = await watch({ url: influxd.url, database, rules, arrivals, momentsMs });
  const lines = alerts.map(({ rule, labels, firedMs, clearedMs }) => {
    const place = labels["step"] ?? labels["probe"] ?? labels["location"] ?? labels["target"] ?? "nobody";
    return `${minute(firedMs)} ${rule} ${place} ${clearedMs === null ? "" : minute(clearedMs)}`.trim();
  });
  return { alerts, lines };
}

const second = 1_000;
const health = { probe: "health", everyMs: 30 * second };
const auth = { probe: "auth", everyMs: 60 * second };
const dashboard = { probe: "dashboard", everyMs: 60 * second };
const websocket = { probe: "websocket", everyMs: 60 * second };
const chat = { probe: "chat", everyMs: 900 * second };
const all = [health, auth, dashboard, websocket, chat];

const well = (toMin: number, probes = all, fromMin = 0) => probes.map((probe) => runs(began, { ...probe, fromMin, toMin }));

describe("the fault of the seeds: sign-in fine, dashboard and chat 503 after seconds, WebSocket not established", () => {
  const [broken, mended, end] = [600, 645, 1_020];
  const story = (): Story => ({
    arrivals: arriving(
      reports(began, 0, end),
      ...well(broken, [dashboard, websocket, chat]),
      ...well(end, [health, auth]),
      outage(began, { ...dashboard, fromMin: broken, toMin: mended, steps: [fakeStep(), unavailable("dashboard", 4_500)] }),
      outage(began, { ...websocket, fromMin: broken, toMin: mended, steps: [fakeStep(), refused("websocket")] }),
      outage(began, { ...chat, fromMin: broken, toMin: mended, steps: [fakeStep(), unavailable("chat", 7_500)] }),
      ...well(end, [dashboard, websocket, chat], mended + 1),
    ),
    moments: [
      [10, broken, 10],
      [broken, mended + 40, 1],
      [mended + 40, end, 5],
    ],
  });

  let alerts: Alert[];
  beforeAll(async () => {
    ({ alerts } = await told(story()));
  }, 120_000);

  const minutes = (rule: string, probe: string) =>
    alerts
      .filter((alert) => alert.rule === rule && alert.labels["probe"] === probe)
      .map(({ firedMs, clearedMs }) => [firedMs, clearedMs ?? began].map(minute));

  test.each(["dashboard", "websocket", "chat"])(
    "%s fires within a minute of its confirmation, and clears with its recovery",
    (probe) => {
      expect(minutes("sonde-probe-down", probe)).toEqual([[broken + 1, mended + 1]]);
    },
  );

  test("nothing fires before it, and nothing for what works", () => {
    expect(alerts.filter(({ firedMs }) => firedMs < began + broken * minuteMs)).toEqual([]);
    expect(alerts.filter(({ labels }) => ["auth", "health"].includes(labels["probe"] ?? ""))).toEqual([]);
  });

  test("the error budget burns fast once it is more than a blip, and ends soon after", () => {
    const [[fired = 0, cleared = 0] = []] = minutes("sonde-budget-fast", "dashboard");
    expect(fired - broken).toBeGreaterThanOrEqual(4);
    expect(fired - broken).toBeLessThanOrEqual(7);
    expect(cleared - mended).toBeLessThanOrEqual(7);
  });

  test("the slow window fires later, and ends half an hour after", () => {
    const [[fired = 0, cleared = 0] = []] = minutes("sonde-budget-slow", "dashboard");
    expect(fired - broken).toBeGreaterThanOrEqual(10);
    expect(fired - broken).toBeLessThanOrEqual(14);
    expect(cleared - mended).toBeGreaterThanOrEqual(20);
    expect(cleared - mended).toBeLessThanOrEqual(35);
  });

  test("no other rule fires", () => {
    expect([...new Set(alerts.map(({ rule }) => rule))].sort()).toEqual([
      "sonde-budget-fast",
      "sonde-budget-slow",
      "sonde-probe-down",
    ]);
  });

  test("the alert says which step, what it answered, after how long, and where the run is", () => {
    const found = alerts.find(({ rule, labels }) => rule === "sonde-probe-down" && labels["probe"] === "dashboard");
    expect(found?.labels).toEqual({ target: "staging", probe: "dashboard", source: "sonde", severity: "critical" });
    const startedMs = began + broken * minuteMs + 6_500;
    expect(found?.annotations).toMatchObject({
      summary: "dashboard on staging is down",
      description: expect.stringContaining("Confirmed down in 1 of 1 locations.") as string,
      cause: "Step dashboard failed. dashboard answered 503. dashboard took 4.5 s.",
      run: `https://grafana.example.com/d/sonde-journey?from=${startedMs}&to=${startedMs + 4_500}&var-target=staging&var-probe=dashboard`,
      link: "https://grafana.example.com/d/sonde-journey?from=now-3h&to=now&var-target=staging&var-probe=dashboard",
    });
  });

  test("where there is no status none is told", () => {
    const found = alerts.find(({ rule, labels }) => rule === "sonde-probe-down" && labels["probe"] === "websocket");
    expect(found?.annotations["cause"]).toBe("Step websocket failed. websocket took 0.2 s.");
  });
});

/** Ten hours of a probe that is well, and then what is told; rules are evaluated from shortly before. */
const calmMin = 600;
const [from, until] = [calmMin - 10, calmMin + 180];
const calm = () => [reports(began, 0, until), ...well(until, [auth])];
const everyMinute = [[from, until, 1]] as const;
const late = 20 * second;
const cold = { probe: "cold-start", everyMs: dayMin * minuteMs };
const waiting = (durationMs: number, outcome: "passed" | "degraded") =>
  fakeStep({ name: "ready", durationMs, budgetMs: 45_000, outcome, measures: { ready_ms: durationMs } });

const stories: [title: string, story: () => Story, expected: string[]][] = [
  [
    "healthy probes of every frequency, from the first minute of a new installation",
    () => ({
      arrivals: arriving(
        reports(began, 0, dayMin),
        ...well(dayMin),
        ...well(dayMin, [{ probe: "value-delivery", everyMs: 1_800 * second }, cold]),
      ),
      moments: [
        [0, 60, 1],
        [60, dayMin, 10],
      ],
    }),
    [],
  ],
  [
    "a cold start that holds all others back for its quiet time",
    () => ({
      arrivals: arriving(
        reports(began, 0, until),
        ...well(calmMin - 1),
        ...well(until, all, calmMin + 21),
        runs(began, { ...cold, fromMin: calmMin + 20, toMin: until }),
      ),
      moments: everyMinute,
    }),
    [],
  ],
  [
    "down in one of two locations is no quorum; down in both is",
    () => ({
      arrivals: arriving(
        reports(began, 0, until),
        ...well(until, [auth]),
        runs(began, { ...dashboard, location: "there", fromMin: 0, toMin: calmMin + 30 }),
        runs(began, { ...dashboard, fromMin: 0, toMin: calmMin }),
        outage(began, { ...dashboard, fromMin: calmMin, toMin: calmMin + 60, steps: [unavailable("dashboard", 900)] }),
        outage(began, {
          ...dashboard,
          location: "there",
          fromMin: calmMin + 31,
          toMin: calmMin + 50,
          steps: [unavailable("dashboard", 900)],
        }),
        ...["here", "there"].map((location) => runs(began, { ...dashboard, location, fromMin: calmMin + 61, toMin: until })),
      ),
      moments: everyMinute,
    }),
    ["609 sonde-budget-fast dashboard 665", "622 sonde-budget-slow dashboard 689", "632 sonde-probe-down dashboard 651"],
  ],
  [
    "down without a failed step, and without a status anywhere",
    () => ({
      arrivals: arriving(...calm(), outage(began, { ...chat, fromMin: calmMin, toMin: calmMin + 30, steps: [] })),
      moments: everyMinute,
    }),
    ["601 sonde-probe-down chat 631"],
  ],
  [
    "a first failure that its confirmation does not confirm",
    () => ({
      arrivals: arriving(
        ...calm(),
        ...well(calmMin, [chat]),
        runs(began, { ...chat, fromMin: calmMin, toMin: calmMin + 1, run: () => ({ verdict: "down" }) }),
        ...well(until, [chat], calmMin + 15),
      ),
      moments: everyMinute,
    }),
    [],
  ],
  [
    "down in a maintenance window",
    () => ({
      arrivals: arriving(
        ...calm(),
        ...well(calmMin, [dashboard]),
        runs(began, {
          ...dashboard,
          fromMin: calmMin,
          toMin: calmMin + 60,
          run: () => ({ verdict: "down", confirmedDown: true, maintenance: true }),
        }),
        ...well(until, [dashboard], calmMin + 60),
      ),
      moments: everyMinute,
    }),
    [],
  ],
  [
    "over budget for an hour and a half, with a run now and then that keeps it before",
    () => ({
      arrivals: arriving(
        ...calm(),
        runs(began, {
          ...dashboard,
          fromMin: 0,
          toMin: until,
          run: (atMs) => {
            const min = (atMs - began) / minuteMs;
            const slow = (min >= calmMin - 120 && min < calmMin && min % 5 !== 0) || (min >= calmMin && min < calmMin + 90);
            const step = fakeStep({ name: "dashboard", outcome: "degraded", durationMs: 7_200, budgetMs: 5_000 });
            return slow ? { verdict: "degraded", steps: [step], durationMs: 7_400 } : {};
          },
        }),
      ),
      moments: everyMinute,
    }),
    ["656 sonde-probe-degraded dashboard 691"],
  ],
  [
    "runs that come to no verdict are nobody's outage",
    () => ({
      arrivals: arriving(
        ...calm(),
        ...well(calmMin, [dashboard]),
        runs(began, { ...dashboard, fromMin: calmMin, toMin: calmMin + 90, run: () => ({ verdict: "error", blame: "worker" }) }),
        ...well(until, [dashboard], calmMin + 90),
      ),
      moments: everyMinute,
    }),
    ["660 sonde-probe-unmeasured dashboard 691"],
  ],
  [
    "a frequent probe that falls silent for an hour",
    () => ({
      arrivals: arriving(...calm(), ...well(calmMin, [health]), ...well(until, [health], calmMin + 60)),
      moments: everyMinute,
    }),
    ["635 sonde-probe-silent health 661"],
  ],
  [
    "a probe of every half hour that falls silent",
    () => ({
      arrivals: arriving(
        reports(began, 0, 4 * dayMin),
        ...well(4 * dayMin, [{ probe: "auth", everyMs: 300 * second }]),
        ...well(3 * dayMin, [{ probe: "value-delivery", everyMs: 1_800 * second }]),
      ),
      moments: [[3 * dayMin - 60, 3 * dayMin + 180, 5]],
    }),
    [`${3 * dayMin + 100} sonde-probe-silent value-delivery`],
  ],
  [
    "a probe of once a day that falls silent",
    () => ({
      arrivals: arriving(
        reports(began, 0, 5 * dayMin),
        ...well(5 * dayMin, [{ probe: "auth", everyMs: 300 * second }]),
        ...well(2 * dayMin, [cold]),
      ),
      moments: [[60, 5 * dayMin, 30]],
    }),
    [`${3 * dayMin + 60} sonde-probe-silent cold-start`],
  ],
  [
    "a certificate that nobody renews for a while",
    () => ({
      arrivals: arriving(
        reports(began, 0, until),
        runs(began, {
          ...auth,
          fromMin: 0,
          toMin: until,
          run: (atMs) => {
            const min = (atMs - began) / minuteMs;
            return { tlsDaysLeft: min < calmMin ? 30 : min < calmMin + 60 ? 13 : min < calmMin + 120 ? 2 : 90 };
          },
        }),
      ),
      moments: everyMinute,
    }),
    ["611 sonde-certificate-soon staging 721", "671 sonde-certificate-now staging 721"],
  ],
  [
    "a cold start over its budget, and the next one that is not",
    () => ({
      arrivals: arriving(
        reports(began, 0, dayMin + 120),
        ...well(dayMin + 120, [{ probe: "auth", everyMs: 300 * second }]),
        runs(began, {
          ...cold,
          fromMin: 30,
          toMin: 31,
          run: () => ({ verdict: "degraded", steps: [waiting(67_500, "degraded")] }),
        }),
        runs(began, { ...cold, fromMin: dayMin + 30, toMin: dayMin + 31, run: () => ({ steps: [waiting(21_000, "passed")] }) }),
      ),
      moments: [
        [0, 60, 5],
        [60, dayMin, 60],
        [dayMin, dayMin + 120, 5],
      ],
    }),
    [`35 sonde-cold-start-slow ready ${dayMin + 35}`],
  ],
  [
    "a worker that is silent for twenty minutes",
    () => ({
      arrivals: arriving(reports(began, 0, calmMin), reports(began, calmMin + 20, until), ...well(until, [auth])),
      moments: everyMinute,
    }),
    ["610 sonde-worker-silent here 621"],
  ],
  ["no worker that ever reported", () => ({ arrivals: [], moments: [[0, 30, 1]] }), ["5 sonde-worker-silent nobody"]],
  [
    "results that wait for InfluxDB for half an hour",
    () => ({
      arrivals: arriving(
        ...well(until, [auth]),
        reports(began, 0, until, (min) => {
          const oldestMs = began + (min < calmMin || min > calmMin + 30 ? min : calmMin) * minuteMs - late;
          return { outbox: { rows: 40, bytes: 9_000, oldestMs, deadLetters: 0, givenUp: 0 } };
        }),
      ),
      moments: everyMinute,
    }),
    ["621 sonde-outbox-old here 632"],
  ],
  [
    "three dead letters, and then none",
    () => ({
      arrivals: arriving(
        ...well(until, [auth]),
        reports(began, 0, until, (min) => {
          const deadLetters = min >= calmMin && min < calmMin + 15 ? 3 : 0;
          return { outbox: { rows: 0, bytes: 0, oldestMs: null, deadLetters, givenUp: 0 } };
        }),
      ),
      moments: everyMinute,
    }),
    ["601 sonde-dead-letters here 616"],
  ],
];

describe("what fires, when, and until when, in minutes of the story:", () => {
  test.each(stories)("%s", async (_, story, expected) => {
    const { lines } = await told(story());
    expect(lines.sort()).toEqual([...expected].sort());
  });

  test("every rule fires in some story", () => {
    const fired = new Set(stories.flatMap(([, , lines]) => lines.map((line) => line.split(" ")[1])));
    expect(rules.map(({ uid }) => uid).filter((uid) => !fired.has(uid))).toEqual([]);
  });
});
