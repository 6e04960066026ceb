import { resolve } from "node:path";
import { systemClock as clock } from "../kit/clock.ts";
import { formatDuration, parseDuration } from "../kit/duration.ts";
import { backupStore } from "../store/backup.ts";
import { checkStore } from "../store/check.ts";
import { moveAside } from "../store/move-aside.ts";
import { vacuumStore } from "../store/vacuum.ts";
import { type CommonOptions, configuredInPart } from "./configuration.ts";
import { Exit, exitCodes } from "./exit.ts";

/** Copies the store, in use or not. Returns the exit code. */
export async function backup(to: string, options: CommonOptions): Promise<number> {
  const copy = await backupStore(await storePath(options), resolve(to));
  console.log(`${copy.path}: ${megabytes(copy.bytes)}`);
  return exitCodes.fine;
}

/** Reads the whole store and says what is wrong with it. Returns the exit code. */
export async function checkStoreFile(options: CommonOptions): Promise<number> {
  const path = await storePath(options);
  const checked = checkStore(path);
  if (!checked.ok) throw new Exit(exitCodes.notMeasured, [`${path} is not sound:`, ...checked.problems].join("\n  "));
  const { version, bytes, freeBytes, runs, steps, checks, outbox, deadLetters } = checked.figures;
  console.log(
    [
      `${path} is sound: version ${version}, ${megabytes(bytes)}, ${megabytes(freeBytes)} of them free.`,
      `${runs} runs, ${steps} steps, ${checks} checks, ${outbox} points wait for InfluxDB, ${deadLetters} dead letters.`,
    ].join("\n"),
  );
  return exitCodes.fine;
}

/** Gives free pages back to the file system for as long as it may. Returns the exit code. */
export async function vacuum(options: CommonOptions & { budget?: string }): Promise<number> {
  const budgetMs = parseDuration(options.budget ?? "10s");
  if (budgetMs === null || budgetMs === 0)
    throw new Exit(exitCodes.configuration, `--budget ${options.budget} is no duration: write it as 500ms, 10s or 1m.`);
  const { freedBytes, freeBytes, done } = vacuumStore(await storePath(options), budgetMs, clock);
  const rest = done
    ? "Nothing is left to do."
    : `${megabytes(freeBytes)} are left after ${formatDuration(budgetMs)}: call it again.`;
  console.log(`${megabytes(freedBytes)} given back. ${rest}`);
  return exitCodes.fine;
}

/** Makes room for a new store where a damaged one is; deletes nothing. Returns the exit code. */
export async function putAside(options: CommonOptions): Promise<number> {
  const path = await storePath(options);
  const moved = moveAside(path, clock.now());
  console.log(moved.length === 0 ? `There is no store at ${path}.` : ["Moved aside:", ...moved].join("\n  "));
  return exitCodes.fine;
}

async function storePath(options: CommonOptions): Promise<string> {
  return (await configuredInPart(options)).store.path;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
