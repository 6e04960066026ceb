import type { z } from "zod";
import { checkExpressions } from "./check-expressions.ts";
import type { CheckedRule, ruleFile } from "./forms.ts";

interface Around {
  /** Uids of the data sources that are provisioned. */
  dataSources: ReadonlySet<string>;
  /** Titles of folders of dashboards. */
  folders: ReadonlySet<string>;
}

/** What the form of a file with rules cannot say. */
export function checkRules({ groups, deleteRules }: z.infer<typeof ruleFile>, around: Around): string[] {
  const rules = groups.flatMap((group) => group.rules);
  return [
    ...twice(
      "uid",
      rules.map(({ uid }) => uid),
    ),
    ...twice(
      "title",
      rules.map(({ title }) => title),
    ),
    ...twice(
      "group",
      groups.map(({ name, folder }) => `${folder}/${name}`),
    ),
    ...groups
      .filter(({ folder }) => around.folders.has(folder))
      .map(({ name, folder }) => `group ${name}: dashboards are in a folder of the same title, ${folder}`),
    ...deleteRules
      .filter(({ uid }) => rules.some((rule) => rule.uid === uid))
      .map(({ uid }) => `${uid} is both there and deleted`),
    ...rules.flatMap((rule) => checkRule(rule, around).map((problem) => `rule ${rule.uid}: ${problem}`)),
  ];
}

function checkRule(rule: CheckedRule, { dataSources }: Around): string[] {
  const refIds = rule.data.map(({ refId }) => refId);
  return [
    ...twice("refId", refIds),
    ...(refIds.includes(rule.condition) ? [] : [`its condition ${rule.condition} is none of its data`]),
    ...rule.data.flatMap(({ refId, datasourceUid, model }) => [
      ...(datasourceUid === "__expr__" || dataSources.has(datasourceUid) ? [] : [`${refId}: no data source ${datasourceUid}`]),
      ...(model.refId === refId ? [] : [`${refId}: its model says ${model.refId}`]),
    ]),
    ...((rule.dashboardUid === undefined) === (rule.panelId === undefined) ? [] : ["dashboardUid and panelId come together"]),
    ...checkExpressions(rule),
    ...Object.entries(rule.labels).flatMap(([name, text]) => checkLabel(text).map((problem) => `label ${name}: ${problem}`)),
    ...Object.entries(rule.annotations).flatMap(([name, text]) =>
      checkTemplate(text, refIds).map((problem) => `annotation ${name}: ${problem}`),
    ),
  ];
}

/** Grafana puts its environment in where a label has a `$`, and nothing where that has no such variable. */
function checkLabel(text: string): string[] {
  return text.replaceAll("$$", "").includes("$") ? ["a $ is written as $$, or .Labels instead of $labels"] : [];
}

/**
 * Up to version 12 annotations keep their `$`, later ones take `${…}` for a variable, and nobody reads `$$`: `.Labels` and `.Values` do
 * without. Of a number that is not there Go's `printf` says so in the message: it stands within `with`.
 */
function checkTemplate(text: string, refIds: readonly string[]): string[] {
  const actions = [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, action = ""]) => action.trim());
  const opened = actions.filter((action) => action.startsWith("with ") || action.startsWith("if ")).length;
  const values = actions.flatMap((action) => [...action.matchAll(/\.Values\.(\w+)/g)].map(([, name = ""]) => name));
  return [
    ...(text.includes("$") ? ["no $: what becomes of it differs between versions"] : []),
    ...(opened === actions.filter((action) => action === "end").length ? [] : ["not every with has its end"]),
    ...values.filter((name) => !refIds.includes(name)).map((name) => `there is no number ${name}`),
    ...actions.filter((action) => /^printf .*\.Values/.test(action)).map((action) => `${action} needs a with around it`),
    ...(/\{\{|\}\}/.test(text.replaceAll(/\{\{.*?\}\}/g, "")) ? ["a bracket is left open"] : []),
  ];
}

function twice(what: string, values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${what} ${value} is there twice`,
  );
}
