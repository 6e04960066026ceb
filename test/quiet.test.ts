import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type Running, freePort, sonde, startSonde, temporaryFolder } from "./support/sonde.ts";

let folder: ReturnType<typeof temporaryFolder>;
let target: Server;
let worker: Running | null = null;

beforeEach(async () => {
  folder = temporaryFolder();
  target = createServer((_request, response) => response.end("fine")).listen(0, "127.0.0.1");
  await once(target, "listening");
});
afterEach(async () => {
  worker?.child.kill("SIGKILL");
  await worker?.finished;
  target.close();
  folder.remove();
});

const script = `import http from "k6/http"; import { check } from "k6";
export default function () { check(http.get(__ENV.BASE + "/"), { "answers 200": (r) => r.status === 200 }); }`;

/** A probe every second, and one that wants 4 s of quiet every 10 s. */
function configure(port: number): string {
  const address = target.address();
  const base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  writeFileSync(join(folder.path, "plain.js"), script);
  const plain = { journey: "plain.js", env: { BASE: base } };
  const probes = [
    { ...plain, name: "often", every: "1s", timeout: "1s" },
    { ...plain, name: "cold-start", every: "10s", timeout: "5s", quiet: "4s" },
  ];
  const file = join(folder.path, "sonde.config.mjs");
  const config = { targets: { staging: { urls: { api: base } } }, probes, web: { port }, location: "test" };
  writeFileSync(file, `export default ${JSON.stringify(config)}`);
  return file;
}

const runSchema = z.object({ scheduled: z.number(), ended: z.number() });

function runsOf(db: DatabaseSync, probe: string) {
  const columns = "scheduled_at_ms AS scheduled, ended_at_ms AS ended";
  return z.array(runSchema).parse(db.prepare(`SELECT ${columns} FROM runs WHERE probe = ?`).all(probe));
}

test("before a quiet probe's tick nothing else of its target runs: that is logged, counted and recorded", async () => {
  const port = await freePort();
  const file = configure(port);
  worker = startSonde(["start", "--config", file], {});
  await worker.says(/held: cold-start wants staging idle until its run at \d\d:\d\d(:\d\d)? UTC is over/);
  await worker.says(/up +cold-start[\s\S]*up +often[\s\S]*up +cold-start[\s\S]*up +often/);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toMatch(/sonde_skipped_total\{reason="quiet"\} [1-9]/);
  worker.child.kill("SIGTERM");
  expect((await worker.finished).code).toBe(0);

  const db = new DatabaseSync(join(folder.path, ".sonde/sonde.db"), { readOnly: true });
  const often = runsOf(db, "often");
  const cold = runsOf(db, "cold-start");
  const held = db.prepare("SELECT sum(ticks) AS ticks FROM skips WHERE probe = 'often' AND reason = 'quiet'").get();
  db.close();
  expect(cold).toHaveLength(2);
  for (const { scheduled, ended } of cold) {
    const within = often.filter((run) => run.scheduled >= scheduled - 4_000 && run.scheduled < ended);
    expect(within).toEqual([]);
  }
  expect(z.object({ ticks: z.number() }).parse(held).ticks).toBeGreaterThanOrEqual(4);
});

test("check and status say what a quiet probe holds", async () => {
  const file = configure(0);
  const said = /cold-start wants staging idle for 4\.0 s before each run: often is held, /;
  expect(await sonde(["check", "--config", file])).toMatchObject({ code: 0, stdout: expect.stringMatching(said) });
  await sonde(["once", "often", "--config", file]);
  expect(await sonde(["status", "--config", file])).toMatchObject({ code: 0, stdout: expect.stringMatching(said) });
});

test("check refuses quiet that leaves another probe no run", async () => {
  const file = configure(0);
  const probes = [
    { name: "nightly", journey: "plain.js", cron: "50 3 * * *" },
    { name: "cold-start", journey: "plain.js", cron: "0 4 * * *", quiet: "20m" },
  ];
  writeFileSync(
    file,
    `export default ${JSON.stringify({ targets: { staging: { urls: { api: "http://127.0.0.1:9" } } }, probes })}`,
  );
  const { code, stderr } = await sonde(["check", "--config", file]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/probes\.cold-start\.quiet\n.*20 m, which holds every run of nightly/),
  ]);
});
