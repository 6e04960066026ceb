import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sentAndWaiting } from "./play-round.ts";
import { runOf } from "./run-folders.ts";
import type { Hits } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { type Stored, readStored } from "./stored.ts";
import type { Worker } from "./worker.ts";

/** The proxy may still pass on what it got from a killed worker. */
const stillUnderWayMs = 300;

/** Kills a worker and tells where its runs were at that instant. The store is looked at in a copy: the next worker finds it as it is. */
export async function killAndLook(stage: Stage, worker: Worker): Promise<Hits> {
  await worker.kill();
  const outlived = stage.processes().length;
  const stored = readCopy(stage);
  await sleep(stillUnderWayMs);
  const [going, ids, reported] = [
    new Set(stage.folders.present().map(runOf)),
    new Set(stored.runs.map(({ id }) => id)),
    new Set(stage.workers.flatMap((each) => each.reported())),
  ];
  const begun = stage.folders.begunBy(worker.pid);
  return {
    "runs cut off": begun.filter((id) => going.has(id) && !ids.has(id)).length,
    "runs that were over and not stored": begun.filter((id) => !going.has(id) && !ids.has(id)).length,
    "runs stored and not reported": begun.filter((id) => ids.has(id) && !reported.has(id)).length,
    "points that InfluxDB had and the outbox still held": await sentAndWaiting(stage, stored.waiting),
    "k6 processes that outlived the worker": outlived,
  };
}

let copies = 0;

function readCopy({ store, folder }: Stage): Stored {
  const copy = join(folder, `copy-${copies++}`);
  mkdirSync(copy);
  for (const suffix of ["", "-wal"]) {
    if (existsSync(store + suffix)) copyFileSync(store + suffix, join(copy, `sonde.db${suffix}`));
  }
  return readStored(join(copy, "sonde.db"));
}
