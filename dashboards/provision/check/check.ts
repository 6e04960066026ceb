import type { z } from "zod";
import { checkRules } from "./check-rules.ts";
import { type CheckedRoute, contactPointFile, dataSourceFile, policyFile, providerFile, ruleFile } from "./forms.ts";

/** What Grafana's files hold, read from YAML. */
export interface Provisioning {
  dataSources: unknown;
  providers: unknown;
  rules: unknown;
  contactPoints: unknown;
  policies: unknown;
}

/**
 * What would keep Grafana 10, 11 or 12 from starting, from taking a file when it reads it again, or from alerting as the rules are
 * meant; each with its place. Empty: nothing. Unknown keys are problems too: Grafana ignores them, and what they say does not happen.
 */
export function checkProvisioning(given: Provisioning): string[] {
  const dataSources = formed("data sources", dataSourceFile, given.dataSources);
  const providers = formed("dashboards", providerFile, given.providers);
  const rules = formed("rules", ruleFile, given.rules);
  const contactPoints = formed("contact points", contactPointFile, given.contactPoints);
  const policies = formed("policies", policyFile, given.policies);
  const problems = [dataSources, providers, rules, contactPoints, policies].flatMap((file) => file.problems);
  if (problems.length > 0) return problems;
  const around = {
    dataSources: new Set(dataSources.value?.datasources.map(({ uid }) => uid)),
    folders: new Set(providers.value?.providers.map(({ folder }) => folder)),
  };
  const receivers = new Set(contactPoints.value?.contactPoints.map(({ name }) => name));
  return [
    ...(rules.value ? checkRules(rules.value, around) : []),
    ...(contactPoints.value ? checkContactPoints(contactPoints.value) : []),
    ...(policies.value?.policies ?? []).flatMap((tree) => unknownReceivers(tree, receivers)),
  ];
}

interface Formed<T> {
  value: T | undefined;
  problems: string[];
}

function formed<T>(name: string, form: z.ZodType<T>, value: unknown): Formed<T> {
  const { success, data, error } = form.safeParse(value);
  if (success) return { value: data, problems: [] };
  return {
    value: undefined,
    problems: error.issues.map(({ path, message }) => `${name}: ${path.map(String).join(".")}: ${message}`),
  };
}

function checkContactPoints({ contactPoints }: z.infer<typeof contactPointFile>): string[] {
  const receivers = contactPoints.flatMap((point) => point.receivers);
  const uids = receivers.map(({ uid }) => uid);
  const blank = receivers.flatMap(({ uid, settings }) =>
    Object.entries(settings)
      .filter(([, setting]) => setting === "")
      .map(([name]) => `contact point ${uid}: ${name} is empty, and Grafana does not start`),
  );
  return [
    ...uids.filter((uid, index) => uids.indexOf(uid) !== index).map((uid) => `contact point ${uid} is there twice`),
    ...blank,
  ];
}

function unknownReceivers({ receiver, routes = [] }: CheckedRoute, known: ReadonlySet<string>): string[] {
  const own = receiver === undefined || known.has(receiver) ? [] : [`policies: there is no contact point ${receiver}`];
  return [...own, ...routes.flatMap((route) => unknownReceivers(route, known))];
}
