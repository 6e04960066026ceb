import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Finished, type Running, startSonde, temporaryFolder } from "../sonde.ts";
import { type Cast, usualCast, writeConfiguration } from "./configuration.ts";
import { type K6Seen, k6Processes } from "./processes.ts";
import { type RunFolders, isOwnedBy, watchRunFolders } from "./run-folders.ts";
import { type Worker, startWorker } from "./worker.ts";
import { withinTime } from "./within-time.ts";
import type { World } from "./world.ts";

export interface StageOptions {
  cast?: () => Cast;
  concurrency?: number;
  /** Size of a disk of its own for the store, in bytes. Takes root and Linux. */
  diskBytes?: number;
}

/** A folder with a configuration, a store and a database of its own, and all that was started in it. */
export interface Stage {
  world: World;
  folder: string;
  store: string;
  database: string;
  folders: RunFolders;
  /** `SONDE_…` and others for every process that is started from now on. */
  env: Record<string, string>;
  workers: Worker[];
  /** Starts a worker. */
  start(): Worker;
  /** Starts a worker, waits for its first run, and notes what is left of others 5 s later. */
  rise(): Promise<Worker>;
  /** Runs another command with the same configuration. */
  command(...args: string[]): Running;
  /** The same, to its end, which must not take long. */
  toItsEnd(...args: string[]): Promise<Finished>;
  /** Run ids that commands printed: reported, too. */
  alsoReported: string[];
  left: LeftBehind;
  /** k6 processes and the like, of any worker. */
  processes(): K6Seen[];
  /** Ends and removes everything. */
  strike(): Promise<void>;
}

export interface LeftBehind {
  processes: number;
  directories: number;
  /** Of the workers that rose after one was killed: the longest time after the first run was reported until nothing was left. */
  longestMs: number;
}

/** How long after a start something of a killed worker may still be there. */
const sweepMs = 5_000;

export async function raise(
  world: World,
  { cast = () => usualCast, concurrency = 4, diskBytes }: StageOptions = {},
): Promise<Stage> {
  const temporary = temporaryFolder();
  const folder = temporary.path;
  const mark = randomUUID();
  const database = `chaos_${mark.replaceAll("-", "")}`;
  const [disk, runs] = [join(folder, "disk"), join(folder, "disk/runs")];
  mkdirSync(disk);
  if (diskBytes !== undefined) mountDisk(disk, diskBytes);
  mkdirSync(runs, { mode: 0o700 });
  await world.influxd.query(`CREATE DATABASE ${database}`);
  const servers = { targetUrl: world.target.url, influxUrl: world.proxy.url, database };
  const config = writeConfiguration({ folder, mark, ...servers, cast: cast(), concurrency });
  const stage: Stage = {
    world,
    folder,
    store: join(disk, "sonde.db"),
    database,
    folders: watchRunFolders(runs),
    env: {},
    workers: [],
    alsoReported: [],
    left: { processes: 0, directories: 0, longestMs: 0 },
    processes: () => k6Processes(mark, runs),
    start() {
      const worker = startWorker(config, stage.env);
      stage.workers.push(worker);
      return worker;
    },
    async rise() {
      const worker = stage.start();
      await worker.up();
      await lookForLeftovers(stage, worker.pid);
      return worker;
    },
    command: (...args) => startSonde([...args, "--config", config], stage.env),
    toItsEnd: (...args) => withinTime(stage.command(...args), 60_000),
    async strike() {
      stage.folders.close();
      for (const worker of stage.workers) await worker.kill();
      for (const { pid } of stage.processes()) end(pid);
      if (diskBytes !== undefined) execFileSync("umount", ["--lazy", disk]);
      temporary.remove();
      await world.influxd.query(`DROP DATABASE ${database}`).catch(() => undefined);
    },
  };
  return stage;
}

/** What belongs to no living worker must be gone in time; what is not is counted. `null`: no worker lives. */
export async function lookForLeftovers(stage: Stage, livingPid: number | null): Promise<void> {
  const isForeign = (name: string) => livingPid === null || !isOwnedBy(name, livingPid);
  const from = Date.now();
  for (;;) {
    const directories = stage.folders.present().filter(isForeign);
    const processes = stage.processes().filter(({ home }) => isForeign(home));
    const tookMs = Date.now() - from;
    const isClean = directories.length + processes.length === 0;
    if (isClean) stage.left.longestMs = Math.max(stage.left.longestMs, tookMs);
    if (!isClean && tookMs > sweepMs) {
      stage.left.directories += directories.length;
      stage.left.processes += processes.length;
    }
    if (isClean || tookMs > sweepMs) return;
    await sleep(20);
  }
}

function mountDisk(path: string, bytes: number): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]);
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
