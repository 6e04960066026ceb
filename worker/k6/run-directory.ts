import { writeFileSync } from "node:fs";
import { type FileHandle, mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processName } from "./process-table.ts";

/** The private folder of one run: k6's home, its secrets, and which process runs there. */
export interface RunDirectory {
  path: string;
  secretsFile: string;
  /** Where k6 writes its samples. The file has no name: they hold what is not masked yet, and must be gone with the processes. */
  samples: FileHandle;
  /** Notes which k6 runs here, for the sweep after a worker was killed. At once: nothing may come between spawning k6 and reading it. */
  recordProcess(pid: number): void;
  remove(): Promise<void>;
}

export const processRecord = "process";

/** Between run id and owner in a directory's name, so that a directory has an owner from its first instant. */
export const ownerMark = "@";

const privateFile = { mode: 0o600, flag: "wx" };

/** Makes a folder for a run, for this user alone. Throws what the disk throws, and leaves nothing then. */
export async function makeRunDirectory(root: string, runId: string, secrets: Record<string, string>): Promise<RunDirectory> {
  if (/[:,]/.test(root)) throw new Error(`k6 cannot read secrets from a path with ":" or "," in it: ${root}`);
  const path = join(root, `${runId}${ownerMark}${processName(process.pid)}`);
  const secretsFile = join(path, "secrets");
  const removePath = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(root, { recursive: true, mode: 0o700 });
  await mkdir(path, { mode: 0o700 });
  try {
    const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(secretsFile, lines.join(""), privateFile);
    const samples = await openWithoutName(join(path, "samples"));
    return {
      path,
      secretsFile,
      samples,
      recordProcess: (pid) => writeFileSync(join(path, processRecord), processName(pid) ?? "", privateFile),
      async remove() {
        await samples.close();
        await removePath();
      },
    };
  } catch (error) {
    await removePath();
    throw error;
  }
}

async function openWithoutName(path: string): Promise<FileHandle> {
  const file = await open(path, "wx+", privateFile.mode);
  await rm(path);
  return file;
}
