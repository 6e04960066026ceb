import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const oxlint = join(root, "node_modules/.bin/oxlint");

/** What the linter says of a file with this text at this place. */
function lint(path: string, text: string): string {
  const file = join(root, dirname(path), `door-${process.pid}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  try {
    return spawnSync(process.execPath, [oxlint, file], { cwd: root, encoding: "utf8" }).stdout;
  } finally {
    rmSync(file);
  }
}

test.each([
  ["a room imports another room", "worker/judge/x.ts", "../store/open.ts", "Wire rooms together in worker/cli"],
  [
    "a folder of a room imports another room",
    "worker/report/load/x.ts",
    "../../store/open.ts",
    "Wire rooms together in worker/cli",
  ],
  ["the kit imports a room", "worker/kit/x.ts", "../judge/judge.ts", "Code that knows a room belongs into that room"],
  ["the contract imports anything", "worker/contract/x.ts", "../kit/clock.ts", "it imports nothing"],
  ["the worker imports k6", "worker/judge/x.ts", "k6/http", "Only probes/ runs inside k6"],
  ["a journey imports Node", "probes/x.ts", "node:fs", "there is no Node"],
  ["a journey imports the worker", "probes/x.ts", "../worker/kit/clock.ts", "worker/contract alone"],
  ["the command line imports a journey", "worker/cli/x.ts", "../../probes/chat.ts", "as processes"],
  ["the demo imports the worker", "demo/x.ts", "../worker/kit/clock.ts", "shares nothing with Sonde"],
])("the linter refuses that %s, and says what to do", (_name, path, imported, advice) => {
  expect(lint(path, `import * as there from "${imported}";\nexport const used = there;\n`)).toContain(advice);
});

test.each([
  ["a room imports the contract", "worker/judge/x.ts", "../contract/words.ts"],
  ["a room imports the kit", "worker/judge/x.ts", "../kit/clock.ts"],
  ["a folder of a room imports the contract", "worker/report/load/x.ts", "../../contract/words.ts"],
  ["a folder of a room imports the kit", "worker/load/export/x.ts", "../../kit/clock.ts"],
  ["a folder of a room imports its room", "worker/report/load/x.ts", "../xml.ts"],
  ["the command line imports rooms", "worker/cli/x.ts", "../judge/judge.ts"],
  ["a journey imports k6", "probes/x.ts", "k6/http"],
])("the linter allows that %s", (_name, path, imported) => {
  expect(lint(path, `import * as there from "${imported}";\nexport const used = there;\n`)).not.toContain(
    "no-restricted-imports",
  );
});
