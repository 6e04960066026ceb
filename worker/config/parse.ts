import type { z } from "zod";
import { nearest } from "./nearest.ts";
import { type Report, join, show } from "./report.ts";
import { type UnknownKey, unknownKeys } from "./unknown-keys.ts";

/** What a schema made of a value: all that is right of it. */
export interface Parsed<T> {
  /** `null`: what is right is not enough. */
  value: T | null;
  /** Keys of the value under which something is wrong. */
  wrong: ReadonlySet<PropertyKey>;
}

/**
 * What a schema makes of a value. Every problem with its shape is reported, unknown keys included; then what is wrong is left out, so
 * that what the rest means can be checked as well.
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, path: string, report: Report): Parsed<T> {
  for (const key of unknownKeys(schema, value)) reportUnknown(key, path, report);
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, wrong: new Set() };
  const { issues } = result.error;
  for (const issue of issues) {
    report({ path: join(path, ...issue.path), found: found(value, issue.path), expected: expectationOf(issue) });
  }
  const wrong = new Set(issues.flatMap((issue) => issue.path.slice(0, 1)));
  return { value: rightPart(schema, value, issues), wrong };
}

const mostDepth = 6;

/** Leaves out what is wrong, then whatever cannot be without it. */
function rightPart<T>(schema: z.ZodType<T>, value: unknown, issues: readonly z.core.$ZodIssue[]): T | null {
  let rest = value;
  let paths = issues.map((issue) => issue.path);
  for (let depth = 0; depth < mostDepth && paths.every((path) => path.length > 0); depth++) {
    rest = paths.reduce(without, rest);
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    paths = result.error.issues.map((issue) => issue.path.slice(0, -1));
  }
  return null;
}

function without(value: unknown, [key, ...deeper]: readonly PropertyKey[]): unknown {
  if (typeof value !== "object" || value === null || key === undefined) return value;
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => leftOf(item, index === key, deeper));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => leftOf(item, name === key, deeper).map((left) => [name, left])),
  );
}

/** The item, what is left of it, or nothing. */
function leftOf(item: unknown, isMeant: boolean, deeper: readonly PropertyKey[]): unknown[] {
  if (!isMeant) return [item];
  return deeper.length === 0 ? [] : [without(item, deeper)];
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

const delicate = new Set<PropertyKey>(["secrets", "headers", "username", "password"]);

/** A value as it stands in the file, but never one that may be a secret written where its variable belongs. */
function found(value: unknown, path: readonly PropertyKey[]): string {
  const there = at(value, path);
  if (there === undefined || !path.some((key) => delicate.has(key))) return show(there);
  return typeof there === "string" ? "a text, not shown here" : `a value of type ${Array.isArray(there) ? "list" : typeof there}`;
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
