import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { fakeMachine } from "./fake-machine.ts";

test("an interrupted set-up ends the tool it runs and leaves no lock, no half folder", async () => {
  const machine = fakeMachine();
  const pidFile = join(machine.home, "pid");
  machine.install("go", `echo half > "$GOBIN/k6"; echo $$ > '${pidFile}.tmp'; /bin/mv '${pidFile}.tmp' '${pidFile}'; sleep 60`);
  const script = join(machine.home, "set-up.mjs");
  const module = pathToFileURL(join(import.meta.dirname, "go-install.mjs")).href;
  const sees = { env: machine.env, platform: "linux", arch: "x64", home: machine.home };
  writeFileSync(
    script,
    `import { goInstalled } from ${JSON.stringify(module)};
     await goInstalled({ ...${JSON.stringify(sees)}, announce: () => {} }, { name: "k6", path: "x", version: "v1.8.1", takes: "long" });`,
  );
  const child = spawn(process.execPath, [script], { stdio: "ignore" });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), { timeout: 10_000, interval: 20 });
  expect(machine.cacheEntries()).toHaveLength(2);
  child.kill("SIGTERM");
  expect(await exited).toBe(143);
  expect(machine.cacheEntries()).toEqual([]);
  const tool = Number(readFileSync(pidFile, "utf8"));
  await vi.waitFor(() => expect(lives(tool)).toBe(false), { timeout: 10_000, interval: 20 });
});

/** A zombie, which stays where the first process reaps none, does not live. */
function lives(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (existsSync("/proc/self/stat")) return existsSync(stat) && !/\) Z/.test(readFileSync(stat, "utf8"));
  return spawnSync("kill", ["-0", String(pid)]).status === 0;
}
