import { ruleGroups } from "../alerts/all.ts";
import { alertsFolder, removedRules } from "../alerts/names.ts";
import type { AlertRule } from "../alerts/rule.ts";
import { allBoards } from "../boards/all.ts";
import type { BoardUid } from "../grafana/names.ts";
import { nowhere } from "../settings.ts";

/** Rules in the form of Grafana's files, which is that of its HTTP API but for the group around them. */
export function alertRuleFile(): unknown {
  const panelIds = panelIdsByTitle();
  return {
    apiVersion: 1,
    groups: ruleGroups.map(({ name, interval, rules }) => ({
      orgId: 1,
      name,
      folder: alertsFolder,
      interval,
      rules: rules.map((rule) => provisioned(rule, panelIds)),
    })),
    ...(removedRules.length > 0 && { deleteRules: removedRules.map((uid) => ({ orgId: 1, uid })) }),
  };
}

function provisioned(rule: AlertRule, panelIds: PanelIds): unknown {
  const { uid, title, severity, for: pending, data, condition, noData = "OK", panel } = rule;
  const { summary, description, cause, run, link } = rule;
  const [board, panelTitle] = panel;
  const panelId = panelIds(board, panelTitle);
  return {
    uid,
    title,
    condition,
    data,
    dashboardUid: board,
    panelId,
    noDataState: noData,
    // Never "all is well" because InfluxDB did not answer: such alerts share a name, and come as one message.
    execErrState: "Error",
    for: pending,
    labels: { source: "sonde", severity },
    annotations: {
      summary,
      description,
      ...(cause !== undefined && { cause }),
      ...(run !== undefined && { run }),
      link,
      __dashboardUid__: board,
      __panelId__: String(panelId),
    },
    isPaused: false,
  };
}

type PanelIds = (board: BoardUid, title: string) => number;

/** Throws for a panel that there is not: it was renamed. */
function panelIdsByTitle(): PanelIds {
  const boards = allBoards({ runUrl: nowhere, logsUrl: nowhere });
  return (uid, title) => {
    const panels = boards.find((board) => board.uid === uid)?.panels ?? [];
    const id = panels.find((panel) => panel.title === title)?.id;
    if (id === undefined) throw new Error(`An alert rule shows the panel "${title}" of ${uid}, and there is none of that title.`);
    return id;
  };
}
