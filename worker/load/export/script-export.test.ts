import { afterEach, expect, test, vi } from "vitest";
import { type ScriptExport, exportScript } from "./script-export.ts";

const given: ScriptExport = {
  code: "export default function () {}",
  options: null,
  profile: "release",
  target: "staging",
  variables: { SONDE_RUN_ID: "r-1" },
  secrets: ["email", "password"],
};

afterEach(() => void vi.unstubAllGlobals());

test("the script says how to run it and what it needs", async () => {
  const header = (await exportScript(given)).split("\n").filter((line) => line.startsWith("//"));
  expect(header).toEqual(
    expect.arrayContaining([
      "//     k6 run --secret-source=file=filename=secrets.txt load.js",
      "//     email",
      "//     password",
      "//     SONDE_RUN_ID",
    ]),
  );
});

test("variables have their values unless they are set", async () => {
  const code = "export const told = () => [__ENV.SONDE_RUN_ID, __ENV.OTHER, __ENV.NONE]; export const environment = __ENV;";
  const script = await exportScript({ ...given, code, variables: { SONDE_RUN_ID: "r-1", OTHER: "o-1" } });
  vi.stubGlobal("__ENV", { OTHER: "o-2" });
  const { told } = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as { told: () => unknown };
  expect(told()).toEqual(["r-1", "o-2", undefined]);
});

test("a script without secrets asks for none", async () => {
  const text = await exportScript({ ...given, secrets: [], variables: {} });
  expect(text).toContain("//     k6 run load.js\n");
  expect(text).not.toContain("secret-source");
});

test("no name or value can leave its comment or its quotes", async () => {
  const evil = 'x\n*/"\u2028;throw 1;//';
  const text = await exportScript({ ...given, profile: evil, target: evil, variables: { [evil]: evil }, secrets: [evil] });
  const outside = text.split(/[\n\u2028]/).filter((line) => !line.startsWith("//") && !line.startsWith('  "x'));
  expect(outside.join("\n")).not.toContain("throw 1");
});
