import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processName } from "./process-table.ts";

/** The private folder of one run: k6's home, its secrets, and which process runs there. */
export interface RunDirectory {
  path: string;
  secretsFile: string;
  /** Notes which k6 runs here, for the sweep after a worker was killed. */
  recordProcess(pid: number): Promise<void>;
  remove(): Promise<void>;
}

export const processRecord = "process";

/** Between run id and owner in a directory's name, so that a directory has an owner from its first instant. */
export const ownerMark = "@";

/** Makes a folder for a run, for this user alone. Throws what the disk throws, and leaves nothing then. */
export async function makeRunDirectory(root: string, runId: string, secrets: Record<string, string>): Promise<RunDirectory> {
  const path = join(root, `${runId}${ownerMark}${processName(process.pid)}`);
  const secretsFile = join(path, "secrets");
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(path, { recursive: true, mode: 0o700 });
  try {
    const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`);
    await writePrivate(secretsFile, lines.join(""));
  } catch (error) {
    await remove();
    throw error;
  }
  const recordProcess = (pid: number) => writePrivate(join(path, processRecord), processName(pid) ?? "");
  return { path, secretsFile, recordProcess, remove };
}

function writePrivate(file: string, text: string): Promise<void> {
  return writeFile(file, text, { mode: 0o600, flag: "wx" });
}
