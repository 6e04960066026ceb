import type { Problem } from "../contract/problem.ts";

/** Takes one thing that is wrong. `paste` defaults to `null`. */
export type Report = (problem: Omit<Problem, "file" | "paste"> & { paste?: string | null }) => void;

/** Collects problems of one file, so that all are shown together. */
export function collectProblems(file: string): { problems: Problem[]; report: Report } {
  const problems: Problem[] = [];
  return { problems, report: (problem) => void problems.push({ file, paste: null, ...problem }) };
}

/** A path as people write it: `targets.staging.urls`, `probes[2]`. */
export function join(path: string, ...keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    return before === "" ? String(key) : `${before}.${String(key)}`;
  }, path);
}

/** A value as it would stand in the file, short enough for one line. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  const text = typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? typeof value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
