import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";

/** A launcher as `sonde.mjs` is one, and a worker that says in a file what reaches it and drains for a moment. */
function scripts() {
  const folder = mkdtempSync(join(tmpdir(), "sonde-child-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, "log");
  writeFileSync(
    join(folder, "worker.mjs"),
    `import { appendFileSync } from "node:fs";
     const say = (line) => appendFileSync(${JSON.stringify(log)}, line + "\\n");
     const timer = setInterval(() => {}, 1000);
     for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {
       say(signal);
       setTimeout(() => (say("drained"), process.exit(7)), 100);
     });
     say("ready");`,
  );
  writeFileSync(
    join(folder, "launcher.mjs"),
    `import { inForeground } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "child.mjs")).href)};
     process.exitCode = await inForeground(process.execPath, [${JSON.stringify(join(folder, "worker.mjs"))}], { env: process.env });`,
  );
  const logged = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
  return { launcher: join(folder, "launcher.mjs"), logged };
}

const options = { timeout: 10_000, interval: 20 };

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s reaches the worker once, and its exit code comes back",
  async (signal) => {
    const { launcher, logged } = scripts();
    const child = spawn(process.execPath, [launcher], { stdio: "ignore" });
    const exited = new Promise((resolve) => child.once("exit", resolve));
    await vi.waitFor(() => expect(logged()).toEqual(["ready"]), options);
    child.kill(signal);
    expect(await exited).toBe(7);
    expect(logged()).toEqual(["ready", signal, "drained"]);
  },
);

test("the worker drains when whoever started the launcher is gone", async () => {
  const { launcher, logged } = scripts();
  const npm = spawn("sh", ["-c", `"${process.execPath}" "${launcher}"; true`], { stdio: "ignore" });
  await vi.waitFor(() => expect(logged()).toEqual(["ready"]), options);
  npm.kill("SIGKILL");
  await vi.waitFor(() => expect(logged()).toEqual(["ready", "SIGTERM", "drained"]), options);
});
