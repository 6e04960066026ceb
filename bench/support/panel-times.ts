import { askInflux } from "../../test/support/grafana/ask.ts";
import { choose } from "../../test/support/grafana/choices.ts";
import type { Dashboard, Panel } from "../../test/support/grafana/dashboard-file.ts";
import { interpolate } from "../../test/support/grafana/interpolate.ts";
import { intervalOf } from "../../test/support/grafana/interval.ts";
import { spreadOf } from "./spread.ts";

export interface Site {
  url: string;
  database: string;
  nowMs: number;
  /** How often each panel is asked after one time to warm up. */
  times: number;
  signal: AbortSignal;
}

export interface PanelTime {
  dashboard: string;
  panel: string;
  /** Rows that it showed. */
  rows: number;
  p95Ms: number;
}

/** So slow a panel is not asked again: the first answer says enough. */
const hopelessMs = 3_000;

/** Opens a dashboard over a range, everything chosen, and times each panel: all of its queries together, one after the other. */
export async function timePanels(dashboard: Dashboard, rangeMs: number, site: Site): Promise<PanelTime[]> {
  const { url, database, nowMs, signal } = site;
  const around = { fromMs: nowMs - rangeMs, toMs: nowMs };
  const ask = async (influxQl: string) => (await askInflux(url, database, influxQl)).rows;
  const { variables } = await choose(dashboard, "all", { ...around, interval: intervalOf(rangeMs, {}) }, ask);
  const timed: PanelTime[] = [];
  for (const panel of dashboard.panels.filter(({ targets }) => targets.length > 0)) {
    signal.throwIfAborted();
    const interval = intervalOf(rangeMs, settingsOf(panel));
    const queries = panel.targets
      .filter(({ hide }) => !hide)
      .map(({ query }) => interpolate(query, { ...around, interval, variables }));
    timed.push({ dashboard: dashboard.uid, panel: panel.title, ...(await timeQueries(queries, site)) });
  }
  return timed;
}

function settingsOf({ maxDataPoints, interval }: Panel) {
  return { ...(maxDataPoints !== undefined && { maxDataPoints }), ...(interval !== undefined && { interval }) };
}

async function timeQueries(queries: readonly string[], { url, database, times }: Site): Promise<{ rows: number; p95Ms: number }> {
  const once = async () => {
    const answers = [];
    for (const query of queries) answers.push(await askInflux(url, database, query));
    return { rows: sumOf(answers.map(({ shown }) => shown)), ms: sumOf(answers.map(({ ms }) => ms)) };
  };
  const warm = await once();
  if (warm.ms > hopelessMs) return { rows: warm.rows, p95Ms: warm.ms };
  const all: number[] = [];
  for (let time = 0; time < times; time++) all.push((await once()).ms);
  return { rows: warm.rows, p95Ms: spreadOf(all, "a panel's time").p95 };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
