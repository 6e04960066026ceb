import { readDashboards } from "../test/support/grafana/dashboard-file.ts";
import { influxDefaults } from "../worker/config/defaults.ts";
import { init } from "../worker/deliver/init.ts";
import { createRedactor } from "../worker/kit/redact.ts";
import { type Figure, type Lab, type Measured, type Row, scaled } from "./support/figure.ts";
import { type Filled, type History, fillHistory } from "./support/fill-history.ts";
import { type InfluxOnDisk, startInfluxOnDisk } from "./support/influx-disk.ts";
import { type OneDay, oneDayOfK6 } from "./support/one-day-of-k6.ts";
import { type PanelTime, timePanels } from "./support/panel-times.ts";
import { fiveSteps } from "./support/probe-kinds.ts";
import { scratchFolder } from "./support/scratch.ts";
import { ms, spreadOf, whole } from "./support/spread.ts";

const probes = 20;
const everyMs = 30_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = 90;
const database = "sonde";
const times = 9;
const mostMs = 300;
const ranges = [
  { name: "24 h", ms: dayMs },
  { name: "7 d", ms: 7 * dayMs },
  { name: "90 d", ms: days * dayMs },
];

/** Raw points of eight days: all that 24 hours and 7 days ask for. Of 90 days panels read roll-ups, and raw points by their tags. */
export const longRange = longRangeWith({ name: "long-range", title: "Dashboards over 90 days", rawDays: 8, limitMs: 2_400_000 });

/** Raw points of all 90 days, thirty million. */
export const longRangeFull = longRangeWith({
  name: "long-range-full",
  title: "Dashboards over 90 days of raw points",
  rawDays: days,
  limitMs: 7_200_000,
});

/** Takes long: `npm run bench` leaves it out unless it is named. */
function longRangeWith({ rawDays, ...named }: { name: string; title: string; rawDays: number; limitMs: number }): Figure {
  return {
    ...named,
    isLong: true,
    async measure(lab) {
      using folder = scratchFolder();
      await using disk = await startInfluxOnDisk(folder.path);
      const untilMs = Math.floor(Date.now() / hourMs) * hourMs;
      const span = { fromMs: untilMs - scaled(days, lab) * dayMs, rawFromMs: untilMs - scaled(rawDays, lab) * dayMs, untilMs };
      const filled = await fill(disk, span, lab);
      lab.say("waiting for InfluxDB to compact");
      const bytes = await disk.settledBytes(database, lab.signal);
      const series = (await disk.influxd.query("SHOW SERIES", database)).length;
      const timed: Ranged[] = [];
      for (const range of ranges) {
        lab.say(`panels over ${range.name}`);
        for (const panel of await timeAll(disk, range.ms, untilMs, lab)) timed.push({ range: range.name, ...panel });
      }
      lab.say("a day of k6 --out influxdb");
      const theirs = await oneDayOfK6(disk, { probes, everyMs, steps: fiveSteps, untilMs, times, signal: lab.signal });
      return report(timed, { filled, bytes, series, theirs, rawDays: scaled(rawDays, lab) });
    },
  };
}

type Ranged = PanelTime & { range: string };

type TimeSpan = Pick<History, "fromMs" | "rawFromMs" | "untilMs">;

async function fill({ influxd }: InfluxOnDisk, span: TimeSpan, lab: Lab): Promise<Filled> {
  const settings = { url: influxd.url, username: null, password: null, ...influxDefaults, database };
  const made = await init({ ...settings, retention: { raw: "INF", rollups: "INF" } }, createRedactor([]));
  if (made.kind !== "ready") throw new Error(`InfluxDB could not be set up: ${JSON.stringify(made)}`);
  return fillHistory({ url: influxd.url, database, probes, grid: { everyMs, steps: fiveSteps }, ...span, lab });
}

async function timeAll({ influxd }: InfluxOnDisk, rangeMs: number, nowMs: number, { signal }: Lab): Promise<PanelTime[]> {
  const boards = readDashboards();
  if (boards.length === 0) throw new Error("there are no dashboards: run `npm run dashboards` first");
  const timed: PanelTime[] = [];
  for (const board of boards)
    timed.push(...(await timePanels(board, rangeMs, { url: influxd.url, database, nowMs, times, signal })));
  return timed;
}

interface Seen {
  filled: Filled;
  bytes: number;
  series: number;
  theirs: OneDay;
  rawDays: number;
}

function report(timed: readonly Ranged[], seen: Seen): Measured {
  const { filled, bytes, series, theirs, rawDays } = seen;
  const shown = timed.filter(({ rows }) => rows > 0);
  const points = filled.rawPoints + filled.rollupPoints;
  return {
    what: `${days} days of ${probes} probes every ${everyMs / 1_000} s with ${fiveSteps.length} steps, generated (${whole(filled.rawPoints)} raw points of the last ${rawDays} days, ${whole(filled.rollupPoints)} roll-ups of all): every panel of every dashboard, all targets, probes and steps chosen, all of its queries one after the other, ${times} times after one to warm up. The alternative is one day of the same runs as \`k6 --out influxdb\` stores them, and the queries that the same panels would need there. Panels that show nothing of generated runs (loads, incidents, the worker itself) are left out.`,
    rows: [
      ...ranges.flatMap(({ name }) =>
        rowsOf(
          name,
          shown.filter(({ range }) => range === name),
        ),
      ),
      ...Object.entries(theirs.panels).map(([panel, k6Ms]) => plain(`${panel}, 24 h`, p95Of(shown, "24 h", panel), k6Ms)),
      { ...plain("bytes on disk", null, null), ours: whole(bytes), alternative: `${whole(theirs.bytes)} for one day` },
      { ...plain("series", null, null), ours: whole(series), alternative: whole(theirs.series) },
      { ...plain("points", null, null), ours: whole(points), alternative: `${whole(theirs.points)} for one day` },
    ],
    notes: [
      ...ranges.map(({ name }) => slowest(name, shown)),
      `To roll up an hour of a probe takes ${ms(filled.rollUpMs)} of CPU.`,
      `A point of ours takes ${(bytes / points).toFixed(1)} bytes on disk, one of k6's ${(theirs.bytes / theirs.points).toFixed(1)}.`,
    ],
  };
}

function rowsOf(range: string, panels: readonly Ranged[]): Row[] {
  const all = spreadOf(
    panels.map(({ p95Ms }) => p95Ms),
    `times over ${range}`,
  );
  const over = panels.filter(({ p95Ms }) => p95Ms > mostMs).length;
  return [
    {
      ...plain(`p95 of a panel over ${range}, the slowest of ${panels.length}`, all.max, null),
      target: `at most ${mostMs} ms`,
      kept: over === 0,
    },
    plain(`the median panel over ${range}`, all.median, null),
  ];
}

function plain(what: string, ours: number | null, alternative: number | null): Row {
  const ratio = ours === null || alternative === null ? null : ours / alternative;
  return { what, ours: text(ours) ?? "", alternative: text(alternative), ratio, target: null, kept: null };
}

const text = (value: number | null) => (value === null ? null : ms(value));

function p95Of(panels: readonly Ranged[], range: string, title: string): number | null {
  return panels.find((panel) => panel.range === range && panel.panel === title)?.p95Ms ?? null;
}

function slowest(range: string, panels: readonly Ranged[]): string {
  const five = panels
    .filter((panel) => panel.range === range)
    .toSorted((a, b) => b.p95Ms - a.p95Ms)
    .slice(0, 5);
  return `Slowest over ${range}: ${five.map(({ dashboard, panel, p95Ms }) => `${panel} (${dashboard}) ${ms(p95Ms)}`).join(", ")}.`;
}
