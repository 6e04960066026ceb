import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheDirectory, cached } from "./cache.mjs";
import { fakeMachine } from "./fake-machine.ts";

test.each([
  { platform: "linux", xdg: undefined, is: "/home/a/.cache/sonde" },
  { platform: "darwin", xdg: undefined, is: "/home/a/Library/Caches/sonde" },
  { platform: "linux", xdg: "/x", is: "/x/sonde" },
  { platform: "darwin", xdg: "/x", is: "/x/sonde" },
])("the cache on $platform with XDG_CACHE_HOME $xdg is $is", ({ platform, xdg, is }) => {
  expect(cacheDirectory({ ...fakeMachine(), platform, home: "/home/a", env: { XDG_CACHE_HOME: xdg } })).toBe(is);
});

test("what a killed set-up left is removed after a day", async () => {
  const machine = fakeMachine();
  for (const name of ["tmp-old", "tmp-new"]) mkdirSync(join(machine.cache, name), { recursive: true });
  const old = new Date(Date.now() - 25 * 3_600_000);
  utimesSync(join(machine.cache, "tmp-old"), old, old);
  await cached(machine, "tool-v1", async () => {});
  expect(machine.cacheEntries().toSorted()).toEqual(["tmp-new", "tool-v1-linux-x64"]);
});
