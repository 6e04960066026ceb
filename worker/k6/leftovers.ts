import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { signalGroup } from "./group.ts";
import { isRunning } from "./process-table.ts";
import { ownerMark, processRecord } from "./run-directory.ts";

/**
 * Ends the k6 processes and removes the directories of workers that are gone; those of a living worker or `once` stay.
 * Returns the run ids that were swept.
 */
export async function sweepLeftovers(runsDirectory: string): Promise<string[]> {
  const names = await readdir(runsDirectory).catch(() => []);
  const swept: string[] = [];
  for (const name of names) {
    const [runId = "", owner = ""] = name.split(ownerMark);
    if (isRunning(owner)) continue;
    const directory = join(runsDirectory, name);
    const k6 = await readFile(join(directory, processRecord), "utf8").catch(() => "");
    if (isRunning(k6)) signalGroup(Number.parseInt(k6, 10), "SIGKILL");
    await rm(directory, { recursive: true, force: true });
    swept.push(runId);
  }
  return swept;
}
