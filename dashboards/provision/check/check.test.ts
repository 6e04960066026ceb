import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ruleGroups } from "../../alerts/all.ts";
import { provisioningFiles } from "../files.ts";
import { type Provisioning, checkProvisioning } from "./check.ts";

interface Rule {
  [key: string]: unknown;
  uid: string;
  title: string;
  condition: string;
  data: { [key: string]: unknown; refId: string; model: Record<string, unknown> }[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface Documents extends Provisioning {
  dataSources: { datasources: { [key: string]: unknown; secureJsonData: Record<string, string> }[] };
  providers: { providers: Record<string, unknown>[] };
  rules: { groups: { [key: string]: unknown; rules: Rule[] }[]; deleteRules?: unknown };
  contactPoints: { contactPoints: { [key: string]: unknown; receivers: Record<string, unknown>[] }[] };
  policies: { policies: { [key: string]: unknown; routes: Record<string, unknown>[] }[] };
}

const files = provisioningFiles();

const read = (path: string): unknown => parse(files[`provisioning/${path}.yml`] ?? "");

/** As Grafana reads them, each time anew. */
function documents(): Documents {
  return {
    dataSources: read("datasources/sonde"),
    providers: read("dashboards/sonde"),
    rules: read("alerting/rules"),
    contactPoints: read("alerting/contact-points"),
    policies: read("alerting/policies"),
  } as Documents;
}

function at<T>(list: readonly T[], index = 0): T {
  const found = list.at(index);
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
}

const group = ({ rules }: Documents) => at(rules.groups);
const rule = (given: Documents) => at(group(given).rules);
const node = (given: Documents, refId: string) => at(rule(given).data.filter((one) => one.refId === refId));
const receiver = ({ contactPoints }: Documents) => at(at(contactPoints.contactPoints).receivers);
const tree = ({ policies }: Documents) => at(policies.policies);

test("nothing keeps Grafana 10, 11 or 12 from starting with the files as they are", () => {
  expect(checkProvisioning(documents())).toEqual([]);
});

const mistakes: [title: string, make: (given: Documents) => void, problem: RegExp][] = [
  ["a rule without `for`", (given) => delete rule(given)["for"], /rules\.0\.for: /],
  ["a `for` that is a number", (given) => (rule(given)["for"] = 60), /rules\.0\.for: /],
  ["an interval that is a number", (given) => (group(given)["interval"] = 60), /groups\.0\.interval: /],
  ["an interval that is no multiple of 10 s", (given) => (group(given)["interval"] = "45s"), /multiple of 10s/],
  ["a missing range", (given) => delete at(rule(given).data)["relativeTimeRange"], /data\.0\.relativeTimeRange/],
  [
    "a range that ends before it begins",
    (given) => (at(rule(given).data)["relativeTimeRange"] = { from: 0, to: 600 }),
    /data\.0\.relativeTimeRange/,
  ],
  ["KeepLast, which Grafana 10 does not know", (given) => (rule(given)["noDataState"] = "KeepLast"), /noDataState/],
  ["a missing uid", (given) => delete (rule(given) as Partial<Rule>).uid, /rules\.0\.uid/],
  ["a uid of 41 letters", (given) => (rule(given).uid = "x".repeat(41)), /1 to 40 letters/],
  ["a uid twice", (given) => (at(group(given).rules, 1).uid = rule(given).uid), /uid sonde-probe-down is there twice/],
  ["a title twice", (given) => (at(group(given).rules, 1).title = rule(given).title), /title Probe down is there twice/],
  ["what only the HTTP API takes", (given) => (rule(given)["folderUID"] = "x"), /Unrecognized key: "folderUID"/],
  ["what Grafana 10 does not know", (given) => (rule(given)["keepFiringFor"] = "5m"), /Unrecognized key/],
  ["a condition that is not there", (given) => (rule(given).condition = "nothing"), /its condition nothing/],
  ["a condition that is no number", (given) => (rule(given).condition = "downQuery"), /must be a calculation/],
  ["a folder that dashboards are in", (given) => (group(given)["folder"] = "Sonde"), /folder of the same title, Sonde/],
  ["a panel without its dashboard", (given) => delete rule(given)["dashboardUid"], /come together/],
  ["a data source that is not there", (given) => (at(rule(given).data)["datasourceUid"] = "x"), /no data source x/],
  ["a threshold of at least", (given) => threshold(given, { type: "gte", params: [2] }), /conditions/],
  ["a threshold without a number", (given) => threshold(given, { type: "gt", params: [] }), /conditions/],
  ["a calculation with digits in a name", (given) => (node(given, "quorum").model["expression"] = "$down2 > 1"), /letters alone/],
  ["a calculation with a word", (given) => (node(given, "quorum").model["expression"] = "$down and 1"), /and: not known/],
  ["a calculation of nothing", (given) => (node(given, "quorum").model["expression"] = "$gone > 1"), /there is no gone/],
  ["a calculation of itself", (given) => (node(given, "quorum").model["expression"] = "$quorum > 1"), /works on itself/],
  ["a reducer that is none", (given) => (node(given, "down").model["reducer"] = "median"), /reducer/],
  [
    "a variable of a dashboard in a query",
    (given) => (node(given, "downQuery").model["query"] = "SELECT 1 FROM a WHERE time > $__from"),
    /no dashboard variables/,
  ],
  ["a query over all time", (given) => (node(given, "downQuery").model["query"] = "SELECT x FROM a"), /bounds its time/],
  ["a query as a table", (given) => (node(given, "downQuery").model["resultFormat"] = "table"), /resultFormat/],
  ["a $ in a label", (given) => (rule(given).labels["probe"] = "{{ $labels.probe }}"), /written as \$\$/],
  ["a $ in an annotation", (given) => (rule(given).annotations["summary"] = "{{ $labels.probe }}"), /no \$/],
  ["a number that is not there", (given) => (rule(given).annotations["a"] = "{{ with .Values.x }}{{ end }}"), /no number x/],
  ["a with without its end", (given) => (rule(given).annotations["a"] = "{{ with .Values.down }}"), /has its end/],
  ["a number that may be missing", (given) => (rule(given).annotations["a"] = '{{ printf "%f" .Values.down }}'), /needs a with/],
  ["an open bracket", (given) => (rule(given).annotations["a"] = "{{ .Labels.probe }"), /left open/],
  [
    "a rule both there and deleted",
    (given) => (given.rules.deleteRules = [{ orgId: 1, uid: rule(given).uid }]),
    /both there and deleted/,
  ],
  ["an empty setting of a contact point", (given) => (receiver(given)["settings"] = { url: "" }), /does not start/],
  ["no settings of a contact point", (given) => (receiver(given)["settings"] = {}), /must not be empty/],
  ["a receiver that there is not", (given) => (tree(given)["receiver"] = "Nobody"), /no contact point Nobody/],
  ["a route to nobody", (given) => (at(tree(given).routes)["receiver"] = "Nobody"), /no contact point Nobody/],
  ["matchers as the SDK writes them", (given) => (at(tree(given).routes)["matchers"] = [{ Name: "a" }]), /Unrecognized key/],
  ["a duration that is none", (given) => (tree(given)["group_wait"] = "30 seconds"), /must be a duration/],
  ["two trees", (given) => given.policies.policies.push(tree(given)), /policies/],
  ["a password in the file", (given) => (at(given.dataSources.datasources).secureJsonData["password"] = "x"), /it is a secret/],
  ["one more default", (given) => (at(given.dataSources.datasources)["isDefault"] = true), /two defaults/],
  ["a relative path", (given) => (at(given.providers.providers)["options"] = { path: "x" }), /options\.path/],
];

function threshold(given: Documents, evaluator: unknown): void {
  const model = { ...node(given, "quorum").model, type: "threshold", expression: "down", conditions: [{ evaluator }] };
  node(given, "quorum").model = model;
}

describe("what would keep Grafana from starting, or a rule from alerting, is found:", () => {
  test.each(mistakes)("%s", (_, make, problem) => {
    const given = documents();
    make(given);
    expect(checkProvisioning(given).join("\n")).toMatch(problem);
  });
});

describe("rules", () => {
  const rules = ruleGroups.flatMap((one) => one.rules);

  test.each(rules.map((one) => [one.title, one] as const))("%s says what it is, what to do, and where to look", (_, one) => {
    expect(one.summary).toMatch(/\.Labels\./);
    expect(one.description.length).toBeGreaterThan(40);
    expect(one.link).toMatch(/^\{\{ externalURL \}\}d\/sonde-[a-z-]+\?from=/);
  });

  test("every rule's name is letters, digits and dashes, and begins with sonde-", () => {
    expect(rules.map(({ uid }) => uid).filter((uid) => !/^sonde-[a-z-]+$/.test(uid))).toEqual([]);
  });
});
