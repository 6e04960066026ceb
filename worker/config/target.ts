import type { Component, Target, TargetUrls } from "../contract/config.ts";
import { blockedRanges, proxyVariables } from "./blocked.ts";
import { defaultColdStartHeader, defaultFields, defaultPaths } from "./defaults.ts";
import type { TargetConfig } from "./define.ts";
import { nearest, unknownName } from "./nearest.ts";
import { type Report, join } from "./report.ts";
import { baseUrl, socketUrl } from "./url.ts";
import type { Variables } from "./variables.ts";

/** A target with its variables resolved; `null` after its problems were reported. */
export function buildTarget(name: string, given: TargetConfig, variables: Variables, report: Report): Target | null {
  const path = join("targets", name);
  const urls = urlsOf(given, path, variables, report);
  const secrets = secretsOf(given, path, variables);
  const { headers, secretHeaders } = headersOf(given, path, report);
  const components = componentsOf(given, path, report);
  if (!urls || !secrets) return null;
  return {
    name,
    load: given.load ?? false,
    urls,
    paths: { ...defaultPaths, ...present(given.paths ?? {}) },
    fields: { ...defaultFields, ...present(given.fields ?? {}) },
    coldStartHeader: given.coldStartHeader ?? defaultColdStartHeader,
    secrets,
    headers,
    secretHeaders,
    components,
    blockedRanges: blockedRanges(urls, proxiesOf(path, variables), given.allowAddresses ?? []),
  };
}

function proxiesOf(path: string, variables: Variables): string[] {
  return proxyVariables.flatMap((env) => variables.get({ env }, path) ?? []);
}

function urlsOf({ urls }: TargetConfig, path: string, variables: Variables, report: Report): TargetUrls | null {
  const read = (name: keyof TargetUrls, protocols: readonly string[]): string | null => {
    const value = urls[name];
    const where = join(path, "urls", name);
    if (value === undefined) return null;
    const isNeeded = name === "api" || typeof value === "string";
    const text = isNeeded ? variables.text(value, where) : variables.get(value, where);
    return text === null ? null : baseUrl(text, protocols, where, report);
  };
  const api = read("api", ["http:", "https:"]);
  const auth = read("auth", ["http:", "https:"]);
  const ws = read("ws", ["ws:", "wss:"]);
  return api === null ? null : { api, auth: auth ?? api, ws: ws ?? socketUrl(api) };
}

function secretsOf({ secrets = {} }: TargetConfig, path: string, variables: Variables): Record<string, string> | null {
  const values = Object.entries(secrets).map(([name, variable]) => {
    return [name, variables.secret(variable, join(path, "secrets", name))] as const;
  });
  const known = values.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return known.length === values.length ? Object.fromEntries(known) : null;
}

function headersOf({ headers = {}, secrets = {} }: TargetConfig, path: string, report: Report) {
  const plain: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") plain[name] = value;
    else if (Object.hasOwn(secrets, value.secret)) secret[name] = value.secret;
    else {
      const names = Object.keys(secrets);
      report({
        path: join(path, "headers", name, "secret"),
        found: `${value.secret}, which is no secret of this target`,
        expected: names.length > 0 ? `one of ${names.join(", ")}` : `an entry in ${join(path, "secrets")}`,
        paste: nearest(value.secret, names) ?? `secrets: { ${JSON.stringify(value.secret)}: { env: "NAME" } }`,
      });
    }
  }
  return { headers: plain, secretHeaders: secret };
}

function componentsOf({ components = {} }: TargetConfig, path: string, report: Report): Record<string, Component> {
  const names = Object.keys(components);
  return Object.fromEntries(
    Object.entries(components).map(([name, { needs = [], steps = [] }]) => {
      for (const need of needs.filter((need) => !names.includes(need))) {
        report({
          path: join(path, "components", name, "needs"),
          ...unknownName(need, "component of this target", names),
        });
      }
      return [name, { needs, steps }];
    }),
  );
}

function present<T>(record: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
