import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureDependencies } from "./dependencies.mjs";
import { fakeMachine } from "./fake-machine.ts";

const locked = JSON.stringify({ packages: { "": {}, "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" } } });
const npm = `echo "$@" >> calls
sleep 0.2
printf '%s' '${locked}' > node_modules/.package-lock.json`;

function repository() {
  const machine = fakeMachine();
  const root = join(machine.home, "clone");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(join(root, "package-lock.json"), locked);
  const calls = () => (existsSync(join(root, "calls")) ? readFileSync(join(root, "calls"), "utf8").trim().split("\n") : []);
  return { machine, root, calls };
}

test("missing packages are installed once, from the lock file and without scripts", async () => {
  const { machine, root, calls } = repository();
  machine.install("npm", npm);
  await ensureDependencies(machine, root, { dev: true });
  await ensureDependencies(machine, root, { dev: true });
  expect(calls()).toEqual(["ci --ignore-scripts --no-audit --no-fund --loglevel=error"]);
  expect(machine.said).toEqual(["installing npm packages: zod is missing or not as locked"]);
});

test("two starts at once install once, and the second says that it waits", async () => {
  const { machine, root, calls } = repository();
  machine.install("npm", npm);
  await Promise.all([ensureDependencies(machine, root, { dev: true }), ensureDependencies(machine, root, { dev: true })]);
  expect(calls()).toHaveLength(1);
  expect(machine.said).toContain("waiting for another Sonde that is installing npm packages");
});

test("half a record counts as none", async () => {
  const { machine, root, calls } = repository();
  writeFileSync(join(root, "node_modules", ".package-lock.json"), locked.slice(0, 40));
  machine.install("npm", npm);
  await ensureDependencies(machine, root, { dev: true });
  expect(calls()).toHaveLength(1);
});

test("a lock file with a merge conflict is named", async () => {
  const { machine, root } = repository();
  writeFileSync(join(root, "package-lock.json"), `<<<<<<< HEAD\n${locked}`);
  await expect(ensureDependencies(machine, root, { dev: true })).rejects.toThrow(
    /package-lock.json cannot be read: .*Restore it with git/,
  );
});

test("an installation that breaks off counts as none", async () => {
  const { machine, root } = repository();
  writeFileSync(join(root, "node_modules", ".package-lock.json"), locked.replace("4.6.7", "4.0.0"));
  machine.install("npm", "echo 'npm error network' >&2; exit 1");
  await expect(ensureDependencies(machine, root, { dev: true })).rejects.toThrow(
    /could not be installed: [^]*npm error network[^]*npm ci/,
  );
  expect(existsSync(join(root, "node_modules", ".package-lock.json"))).toBe(false);
});
