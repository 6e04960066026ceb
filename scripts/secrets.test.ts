import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeSecrets, secretNames } from "./secrets.mjs";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sonde-secrets-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return join(path, "secrets");
}

test("every password is made once, differs from the others, and lies in a folder that is closed to others", () => {
  const place = folder();
  expect(makeSecrets(place)).toEqual(secretNames);
  const passwords = secretNames.map((name) => readFileSync(join(place, name), "utf8"));
  expect(passwords.every((password) => /^[0-9a-f]{48}\n$/.test(password))).toBe(true);
  expect(new Set(passwords).size).toBe(secretNames.length);
  expect(statSync(place).mode & 0o777).toBe(0o700);
  expect(readdirSync(place).sort()).toEqual([...secretNames, "alerts", "target"].sort());
});

test("what is there is left alone", () => {
  const place = folder();
  makeSecrets(place);
  const before = readFileSync(join(place, "influx-admin"), "utf8");
  rmSync(join(place, "grafana-admin"));
  expect(makeSecrets(place)).toEqual(["grafana-admin"]);
  expect(readFileSync(join(place, "influx-admin"), "utf8")).toBe(before);
});
