import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DemoError } from "../demo-error.ts";
import { writeCaFile } from "./ca-file.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sonde-demo-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("without a name it is a file of its own among the temporary ones, and gone when it is removed", () => {
  const [one, other] = [writeCaFile("a"), writeCaFile("b")];
  expect([readFileSync(one.path, "utf8"), readFileSync(other.path, "utf8")]).toEqual(["a", "b"]);
  expect(one.path.startsWith(tmpdir())).toBe(true);
  for (const file of [one, other]) file.remove();
  expect([existsSync(one.path), existsSync(join(one.path, ".."))]).toEqual([false, false]);
});

test("a file that somebody named is made with its folder, takes the place of the last one, and stays", () => {
  const path = join(folder(), "new", "ca.pem");
  writeCaFile("old", path).remove();
  const file = writeCaFile("new", path);
  file.remove();
  expect([file.path, readFileSync(path, "utf8")]).toEqual([path, "new"]);
});

test("a file that cannot be written is an error that says what to do", () => {
  const path = join(folder(), "file");
  writeFileSync(path, "");
  expect(() => writeCaFile("ca", join(path, "ca.pem"))).toThrow(DemoError);
  expect(() => writeCaFile("ca", join(path, "ca.pem"))).toThrow(/cannot be written: .*--ca-file/);
});
