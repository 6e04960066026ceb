import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkProvisioning } from "./check/check.ts";
import { provisioningFiles } from "./files.ts";
import { variables } from "./variables.ts";

const deploy = join(import.meta.dirname, "../../deploy");

/** `NAME=value` lines, comments left out. */
function read(name: string): Map<string, string> {
  const lines = readFileSync(join(deploy, name), "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => /^\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

const files = Object.entries(provisioningFiles());
const defaults = read("grafana-defaults.env");
const known: readonly string[] = Object.values(variables);

/** A file as Grafana reads it, with the defaults in place of the variables. */
function filled(path: string): unknown {
  const text = provisioningFiles()[`provisioning/${path}.yml`] ?? "";
  return parse(text.replaceAll(/\$(GF_\w+)/g, (name, bare: string) => defaults.get(bare) ?? name));
}

describe("Grafana's environment", () => {
  test("has a default for whatever the files read, but for the password", () => {
    const used = new Set(files.flatMap(([, text]) => text.match(/\$GF_\w+/g) ?? []).map((name) => name.slice(1)));
    expect([...used].sort()).toEqual([...known].sort());
    expect([...defaults.keys()].sort()).toEqual(known.filter((name) => name !== variables.influxPassword).sort());
  });

  test("nothing keeps Grafana from starting with the defaults filled in", () => {
    const problems = checkProvisioning({
      dataSources: filled("datasources/sonde"),
      providers: filled("dashboards/sonde"),
      rules: filled("alerting/rules"),
      contactPoints: filled("alerting/contact-points"),
      policies: filled("alerting/policies"),
    });
    expect(problems).toEqual([]);
  });

  test("the example names nothing that nobody reads", () => {
    const named = [...read("grafana.env.example").keys()].map((name) => name.replace(/__FILE$/, ""));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("no default leads anywhere", () => {
    for (const [name, value] of defaults)
      if (/ALERT_(CRITICAL_)?(URL|ADDRESSES)$/.test(name)) expect(value).toMatch(/\.invalid\/?$/);
  });
});
