import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { journeyOf } from "./journey.ts";
import { collectProblems } from "./report.ts";

const own = join(import.meta.dirname, "../../probes");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sonde-journey-"));
  mkdirSync(join(folder, "probes"));
  writeFileSync(join(folder, "probes/checkout.ts"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

function find(text: string, from = folder) {
  const { problems, report } = collectProblems("sonde.config.ts");
  return { file: journeyOf(text, "probes.x", from, report), problems };
}

test.each([
  ["a path from the folder of the configuration", "probes/checkout.ts", () => join(folder, "probes/checkout.ts")],
  ["an absolute path", join(own, "auth.ts"), () => join(own, "auth.ts")],
  ["one that comes with Sonde", "sonde/probes/auth.ts", () => join(own, "auth.ts")],
])("a journey is %s", (_title, text, expected) => expect(find(text)).toEqual({ file: expected(), problems: [] }));

test("a file of the project wins over what comes with Sonde", () => {
  const project = mkdtempSync(join(folder, "project-"));
  mkdirSync(join(project, "sonde/probes"), { recursive: true });
  const mine = join(project, "sonde/probes/auth.ts");
  writeFileSync(mine, "");
  expect(find("sonde/probes/auth.ts", project).file).toBe(mine);
  expect(find("sonde/probes/chat.ts", project).file).toBe(join(own, "chat.ts"));
});

describe("a journey that is not there is a problem", () => {
  test.each<[string, string, string | null]>([
    ["with the nearest beside it", "probes/chekout.ts", '"probes/checkout.ts"'],
    ["with the nearest that comes with Sonde", "sonde/probes/aut.ts", '"sonde/probes/auth.ts"'],
    ["with the one of Sonde that has its name", "journeys/websocket.ts", '"sonde/probes/websocket.ts"'],
    ["with nothing to paste when nothing is near", "probes/something-else-entirely.ts", null],
  ])("%s", (_title, text, paste) => {
    const { file, problems } = find(text);
    expect(file).toBeNull();
    expect(problems).toEqual([
      expect.objectContaining({ path: "probes.x.journey", found: `no file at ${join(folder, text)}`, paste }),
    ]);
  });

  test("that lists what is beside it and what comes with Sonde, tests and declarations left out", () => {
    const [problem] = find("probes/nothing.ts").problems;
    expect(problem?.expected).toMatch(
      /^the path of a k6 script; beside it are checkout\.ts; with Sonde come .*sonde\/probes\/auth\.ts, .*sonde\/probes\/chat\.ts/,
    );
    expect(problem?.expected).not.toMatch(/\.test\.ts|\.d\.ts|kit/);
  });

  test.each(["sonde/probes/kit", "sonde/probes/kit/step.ts", "sonde/probes/../package.json", "sonde/probes/journeys.test.ts"])(
    "also %s, which is no journey of Sonde",
    (text) => expect(find(text).file).toBeNull(),
  );
});
