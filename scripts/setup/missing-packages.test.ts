import { describe, expect, test } from "vitest";
import { missingPackages } from "./missing-packages.mjs";

const linux = { platform: "linux", arch: "x64", dev: true };
const zod = { version: "4.6.7", integrity: "sha512-a" };
const nothing = { packages: {} };

describe("nothing is missing when", () => {
  test.each([
    { title: "the same version is there", entry: zod, installed: zod, needs: linux },
    {
      title: "a package for development is not needed",
      entry: { ...zod, dev: true },
      installed: undefined,
      needs: { ...linux, dev: false },
    },
    {
      title: "an optional package is of another system",
      entry: { ...zod, optional: true, os: ["darwin"], cpu: ["x64"] },
      installed: undefined,
      needs: linux,
    },
    {
      title: "an optional package is of another processor",
      entry: { ...zod, optional: true, os: ["linux"], cpu: ["arm64"] },
      installed: undefined,
      needs: linux,
    },
    {
      title: "npm decides by the C library",
      entry: { ...zod, optional: true, os: ["linux"], cpu: ["x64"], libc: ["musl"] },
      installed: undefined,
      needs: linux,
    },
  ])("$title", ({ entry, installed, needs }) => {
    const packages = installed ? { "node_modules/zod": installed } : {};
    expect(missingPackages({ packages: { "": {}, "node_modules/zod": entry } }, { packages }, needs)).toEqual([]);
  });
});

describe("a package is missing when", () => {
  test.each([
    { title: "it is not there", entry: zod, installed: undefined },
    { title: "its version is another", entry: zod, installed: { ...zod, version: "4.0.0" } },
    { title: "its content is another", entry: zod, installed: { ...zod, integrity: "sha512-b" } },
    {
      title: "node_modules was copied from another system",
      entry: { ...zod, optional: true, os: ["linux"], cpu: ["x64"] },
      installed: undefined,
    },
  ])("$title", ({ entry, installed }) => {
    const packages = installed ? { "node_modules/a/node_modules/zod": installed } : {};
    expect(missingPackages({ packages: { "node_modules/a/node_modules/zod": entry } }, { packages }, linux)).toEqual(["zod"]);
  });

  test("nothing was installed", () => {
    expect(missingPackages({ packages: { "": {}, "node_modules/@a/b": zod } }, nothing, linux)).toEqual(["@a/b"]);
  });
});
