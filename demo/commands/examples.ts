import { demoCommand, startCommand } from "./command-line.ts";

const examples = [
  ["", "a healthy platform; Ctrl-C stops it"],
  ["--fault slow chat-empty", "a broken one"],
  ["--scenario iteration-3", "a day of the team whose platform it stands in for"],
  ["set backend-503", `break the one that runs, also that of ${startCommand}`],
  ["clear", "and mend it"],
] as const;

const width = 44;

/** What the demo is called with, and what comes of it, one a line. */
export function exampleList(): string {
  return examples.map(([args, says]) => `  $ ${demoCommand(args).padEnd(width)}  ${says}\n`).join("");
}
