import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { usualCast } from "./configuration.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { readStored } from "./stored.ts";
import { until } from "./until.ts";

/** Loaded into the worker before its own code: the wall clock says what a file adds to it; the monotonic one goes on. */
const preload = (file: string) => `
import { readFileSync } from "node:fs";
const real = Date.now;
let shiftMs = 0;
setInterval(() => { shiftMs = Number(readFileSync(${JSON.stringify(file)}, "utf8")); }, 20).unref();
Date.now = () => real() + shiftMs;
`;

const jumps = 3;

/** Somebody sets the clock. */
export const clockJumps: Scenario = {
  title: "The worker's clock set forth and back, by seconds to days",
  rounds: { short: 1, long: 6 },
  async play(stage, random) {
    const shift = join(stage.folder, "shift");
    const shim = join(stage.folder, "shift.mjs");
    set(shift, 0);
    writeFileSync(shim, preload(shift));
    stage.env = { NODE_OPTIONS: `--import=${pathToFileURL(shim).href}` };
    await stage.rise();
    for (let count = 0; count < jumps; count++) {
      set(shift, random.pick([-1, 1]) * jumpMs(random));
      await allGoOn(stage, shift);
    }
    set(shift, 0);
    await allGoOn(stage, shift);
    stage.env = {};
    return { jumps: jumps + 1 };
  },
};

/** Resolves when every probe has run under the new time. */
async function allGoOn({ store }: Stage, shiftFile: string): Promise<void> {
  const shiftMs = Number(readFileSync(shiftFile, "utf8"));
  const known = new Set(readStored(store).runs.map(({ id }) => id));
  const fromMs = Date.now() + shiftMs;
  const isUnderNewTime = (atMs: number) => atMs >= fromMs && atMs <= Date.now() + shiftMs;
  const ran = () => {
    const fresh = readStored(store).runs.filter(({ id, started_at_ms }) => !known.has(id) && isUnderNewTime(started_at_ms));
    return new Set(fresh.map(({ probe }) => probe));
  };
  await until(() => usualCast.every(({ name }) => ran().has(name)), `every probe had run with the clock set by ${shiftMs} ms`);
}

/** From two seconds to two days, small ones as often as large ones. */
function jumpMs(random: Random): number {
  return Math.round(2_000 * 86_400 ** random.next());
}

/** The worker never reads half a number. */
function set(file: string, shiftMs: number): void {
  writeFileSync(`${file}.new`, String(shiftMs));
  renameSync(`${file}.new`, file);
}
