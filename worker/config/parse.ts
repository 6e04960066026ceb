import type { z } from "zod";
import { nearest } from "./nearest.ts";
import { type Report, join, show } from "./report.ts";
import { type UnknownKey, unknownKeys } from "./unknown-keys.ts";

/**
 * What a schema makes of a value. Every problem with its shape is reported, unknown keys included; then what is wrong is left out, so
 * that what the rest means can be checked as well. `null` when nothing is left, or one of the `vital` keys is wrong.
 */
export function parse<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: string,
  report: Report,
  vital: readonly string[] = [],
): T | null {
  for (const key of unknownKeys(schema, value)) reportUnknown(key, path, report);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  for (const issue of issues) {
    report({ path: join(path, ...issue.path), found: show(at(value, issue.path)), expected: expectationOf(issue) });
  }
  const wrong = new Set(issues.map((issue) => issue.path[0]));
  if (vital.some((key) => wrong.has(key))) return null;
  const rest = schema.safeParse(without(value, wrong));
  return rest.success ? rest.data : null;
}

function without(value: unknown, keys: ReadonlySet<PropertyKey | undefined>): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.has(key)));
}

function reportUnknown({ path: keys, known }: UnknownKey, path: string, report: Report): void {
  const key = String(keys.at(-1));
  report({
    path: join(path, ...keys),
    found: `${key}, which is no key here`,
    expected: `one of ${known.join(", ")}`,
    paste: nearest(key, known),
  });
}

function expectationOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type")
    return issue.message.replace(/^Invalid input: expected (\w+).*$/, (_all, type: string) => kinds[type] ?? type);
  if (issue.code === "invalid_key") return `a key that is ${issue.issues.map(({ message }) => message).join(", ")}`;
  return issue.message;
}

const kinds: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  object: "an object",
  record: "an object",
  array: "a list",
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    return typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined;
  }, value);
}
