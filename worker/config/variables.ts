import { readFileSync } from "node:fs";
import type { Variable } from "./define.ts";
import { type Report, show } from "./report.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives the values of variables, from the environment or from files, and remembers which of them are secret. */
export interface Variables {
  /** `null` when it is not set, or could not be read, which was reported. */
  get(variable: Variable, path: string): string | null;
  /** The same for a variable without which nothing works: reports when it is not set. */
  need(variable: Variable, path: string): string | null;
  /** The same for a secret: the value is remembered, and refused where k6 or the redactor could not handle it. */
  secret(variable: Variable, path: string): string | null;
  /** Plain text stays as it is. */
  text(value: string | Variable, path: string): string | null;
  /** A secret that may be missing. */
  optionalSecret(variable: Variable, path: string): string | null;
  secretValues(): string[];
  /** Names of the variables that hold a secret themselves. */
  secretNames(): string[];
}

const shortestSecret = 4;

/** `report` never gets a value, only names. */
export function createVariables(env: Environment, report: Report): Variables {
  const secrets = new Set<string>();
  const names = new Set<string>();

  function get({ env: name, default: fallback }: Variable, path: string): string | null {
    const fileVariable = `${name}_FILE`;
    const value = env[name] || null;
    const file = env[fileVariable] || null;
    if (value !== null && file !== null) {
      report({ path, found: `both ${name} and ${fileVariable}`, expected: "one of them", paste: `unset ${name}` });
      return null;
    }
    if (file !== null) return readValue(file, fileVariable, path, report);
    return value ?? fallback ?? null;
  }

  function need(variable: Variable, path: string): string | null {
    const before = isSet(variable);
    const value = get(variable, path);
    if (value === null && !before) {
      const { env: name } = variable;
      report({
        path,
        found: `neither ${name} nor ${name}_FILE in the environment`,
        expected: "a value in one, or the path of a file that holds it in the other",
        paste: `export ${name}_FILE=/path/to/file   # or: export ${name}=…`,
      });
    }
    return value;
  }

  function isSet({ env: name, default: fallback }: Variable): boolean {
    return Boolean(env[name] || env[`${name}_FILE`] || fallback);
  }

  function keep(value: string | null, { env: name }: Variable, path: string): string | null {
    if (value === null) return null;
    const found = /[\r\n\0]/.test(value)
      ? `${name} with a line break in it`
      : value.length < shortestSecret
        ? `${name} with ${value.length} characters`
        : null;
    if (found === null) {
      secrets.add(value);
      if (env[name]) names.add(name);
      return value;
    }
    report({
      path,
      found,
      expected: `a secret of one line and at least ${shortestSecret} characters: shorter ones could not be masked`,
    });
    return null;
  }

  return {
    get,
    need,
    secret: (variable, path) => keep(need(variable, path), variable, path),
    optionalSecret: (variable, path) => keep(get(variable, path), variable, path),
    text: (value, path) => (typeof value === "string" ? value : need(value, path)),
    secretValues: () => [...secrets],
    secretNames: () => [...names],
  };
}

/** Without the line break that editors put at the end. */
function readValue(file: string, variable: string, path: string, report: Report): string | null {
  try {
    const value = readFileSync(file, "utf8").replace(/\r?\n$/, "");
    if (value !== "") return value;
    report({ path, found: `${variable} names an empty file: ${show(file)}`, expected: "a file that holds the value" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    report({ path, found: `${variable} names a file that cannot be read (${code}): ${show(file)}`, expected: "a readable file" });
  }
  return null;
}
