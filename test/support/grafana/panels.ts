import { type Answer, askInflux } from "./ask.ts";
import { type Choices, type Manner, choose } from "./choices.ts";
import type { Dashboard, Panel } from "./dashboard-file.ts";
import { interpolate } from "./interpolate.ts";
import { backMs, intervalOf } from "./interval.ts";

export interface Viewed {
  dashboard: string;
  panel: Panel;
  /** `uid/title`. */
  key: string;
  targets: { refId: string; query: string; answer: Answer }[];
  /** Rows of all its targets that have something to show. */
  shown: number;
}

export interface View {
  dashboard: Dashboard;
  manner: Manner;
  /** Back from now; default: as the dashboard opens. */
  range?: string;
  /** Epoch milliseconds. */
  nowMs: number;
}

/** Opens a dashboard as a browser would: chooses variables, asks every query of every panel and annotation. Rejects with the first that is refused. */
export async function look(
  url: string,
  database: string,
  view: View,
): Promise<{ panels: Viewed[]; annotations: Viewed[]; choices: Choices }> {
  const { dashboard, manner, nowMs, range = dashboard.time.from } = view;
  const around = { fromMs: nowMs - backMs(range), toMs: nowMs };
  const ask = (influxQl: string) => askInflux(url, database, influxQl);
  const plain = { ...around, interval: intervalOf(around.toMs - around.fromMs, {}) };
  const choices = await choose(dashboard, manner, plain, async (influxQl) => (await ask(influxQl)).rows);
  const viewed = async (panel: Panel): Promise<Viewed> => {
    const fromMs = panel.timeFrom === undefined ? around.fromMs : nowMs - backMs(`now-${panel.timeFrom}`);
    const { maxDataPoints, interval } = panel;
    const given = { ...(maxDataPoints !== undefined && { maxDataPoints }), ...(interval !== undefined && { interval }) };
    const surroundings = { fromMs, toMs: nowMs, interval: intervalOf(nowMs - fromMs, given), variables: choices.variables };
    const targets: Viewed["targets"] = [];
    for (const { refId, query } of panel.targets.filter(({ hide }) => !hide)) {
      const sent = interpolate(query, surroundings);
      try {
        targets.push({ refId, query: sent, answer: await ask(sent) });
      } catch (cause) {
        throw new Error(`${dashboard.uid}, ${panel.title}, ${refId}: ${String(cause)}`, { cause });
      }
    }
    const shown = targets.reduce((sum, { answer }) => sum + answer.shown, 0);
    return { dashboard: dashboard.uid, panel, key: `${dashboard.uid}/${panel.title}`, targets, shown };
  };
  const panels: Viewed[] = [];
  for (const panel of dashboard.panels) panels.push(await viewed(panel));
  const annotations: Viewed[] = [];
  for (const { name, target } of dashboard.annotations.list) {
    if (target?.query === undefined) continue;
    const targets = [{ refId: target.refId, query: target.query, rawQuery: true as const, hide: false }];
    annotations.push(await viewed({ id: 0, type: "annotation", title: name, targets }));
  }
  return { panels, annotations, choices };
}
