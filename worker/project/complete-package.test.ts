import { expect, test } from "vitest";
import { completePackage } from "./complete-package.ts";

const versions = { "@types/k6": "2.3.0" };
const complete = (before: object | string | null, name = "Probes of ours") =>
  completePackage(typeof before === "object" && before !== null ? JSON.stringify(before) : before, name, versions);
const parsed = (text: string) => JSON.parse(text) as Record<string, unknown>;

test("a new one is private, and named after its folder as npm takes it", () => {
  const { text, added } = complete(null);
  expect(parsed(text)).toMatchObject({
    name: "probes-of-ours",
    private: true,
    type: "module",
    scripts: { start: "exec sonde start", check: "sonde check", once: "sonde once" },
    devDependencies: versions,
  });
  expect(added).toEqual(["type", "scripts.start", "scripts.check", "scripts.once", "devDependencies.@types/k6"]);
});

test("what npm install left is completed, and keeps its dependencies", () => {
  const { text, added } = complete({ dependencies: { sonde: "file:sonde.tgz" } });
  expect(parsed(text)).toMatchObject({ type: "module", dependencies: { sonde: "file:sonde.tgz" } });
  expect(parsed(text)).not.toHaveProperty("name");
  expect(added).toHaveLength(5);
});

test("nothing that stands there is changed", () => {
  const scripts = { start: "node server.js", check: "mine" };
  const { text, added } = complete({ name: "ours", type: "module", scripts, dependencies: versions });
  expect(parsed(text)).toEqual({
    name: "ours",
    type: "module",
    scripts: { ...scripts, once: "sonde once" },
    dependencies: versions,
  });
  expect(added).toEqual(["scripts.once"]);
});

test("a complete one stays as it is, byte for byte", () => {
  const before = complete(null).text.replaceAll("  ", "\t");
  expect(complete(before)).toEqual({ text: before, added: [], wrong: [] });
});

test("its indentation stays", () => {
  expect(complete('{\n    "name": "ours"\n}').text).toMatch(/^\{\n {4}"name": "ours",\n {4}"type"/);
});

test("a type that will not do is left, and told", () => {
  const { text, wrong } = complete({ type: "commonjs" });
  expect(parsed(text)).toMatchObject({ type: "commonjs" });
  expect(wrong).toEqual(['"type" is "commonjs", and sonde.config.ts can be loaded with "module" only.']);
});

test.each(["{", "[]", "null"])("%s is no package.json", (before) => {
  expect(() => complete(before)).toThrow(SyntaxError);
});
