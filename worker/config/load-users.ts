import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { LoadUsers } from "../contract/config.ts";
import { readCsv } from "./csv.ts";
import type { LoadConfig } from "./define.ts";
import { type Report, show } from "./report.ts";

/** Each is a line or two in the file of secrets that k6 reads before it starts. */
const mostUsers = 100_000;
const path = "load.users";
const example = "email,password\nload-1@example.com,…";

/** The accounts of which each VU takes one; `null` after saying what is wrong. Never says what stands in the file. */
export function readUsers(given: NonNullable<LoadConfig["users"]>, folder: string, report: Report): LoadUsers | null {
  if (typeof given === "string") return readFile(resolve(folder, given), report);
  return Array.from({ length: given.count }, (_none, at) => ({ email: given.email.replaceAll("{n}", String(at + 1)) }));
}

function readFile(file: string, report: Report): LoadUsers | null {
  const rows = rowsIn(file, report);
  if (rows === null) return null;
  const [names = [], ...users] = rows;
  const odd = names.filter((name, at) => !/^[\w.-]+$/.test(name) || names.indexOf(name) !== at);
  if (names.length === 0 || odd.length > 0 || users.length === 0) {
    const found = users.length === 0 ? "no user" : "a first line that names no secrets";
    report({
      path,
      found: `${found} in ${show(file)}`,
      expected: "a first line with the names of secrets, then a line a user",
      paste: example,
    });
    return null;
  }
  const wrong = users.findIndex(
    (user) => user.length !== names.length || user.some((value) => value === "" || /[\r\n\0]/.test(value)),
  );
  if (wrong >= 0 || users.length > mostUsers) {
    const found = wrong >= 0 ? `user ${wrong + 1} with a value too few or too many, or an empty one` : `${users.length} users`;
    report({ path, found: `${found} in ${show(file)}`, expected: `at most ${mostUsers} users with ${names.join(", ")} each` });
    return null;
  }
  return users.map((user) => Object.fromEntries(names.map((name, at) => [name, user[at] ?? ""])));
}

function rowsIn(file: string, report: Report): string[][] | null {
  try {
    return readCsv(readFileSync(file, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "no CSV";
    report({
      path,
      found: `a file that cannot be read (${code}): ${show(file)}`,
      expected: "a readable CSV file",
      paste: example,
    });
    return null;
  }
}
