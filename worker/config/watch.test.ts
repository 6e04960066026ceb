import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Loaded } from "./load.ts";
import { type WatchOptions, watchConfig } from "./watch.ts";

const bad: Loaded = { ok: false, problems: [], partial: null };

let folder: string;
let file: string;
let watcher: { close(): void } | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sonde-watch-"));
  file = join(folder, "sonde.config.ts");
  writeFileSync(file, "1");
});
afterEach(() => {
  watcher?.close();
  rmSync(folder, { recursive: true });
});

function watch(given: Partial<WatchOptions> = {}) {
  const onBad = vi.fn();
  const load = vi.fn(() => Promise.resolve(bad));
  watcher = watchConfig({ file, load, onGood: vi.fn(), onBad, ...given });
  return { onBad, load };
}

test("a changed file is loaded again, also when it was replaced by another", async () => {
  const { onBad } = watch();
  await vi.waitFor(() => {
    writeFileSync(file, `changed ${Math.random()}`);
    expect(onBad).toHaveBeenCalled();
  }, 10_000);
  onBad.mockClear();
  await vi.waitFor(() => {
    writeFileSync(`${file}.new`, `replaced ${Math.random()}`);
    renameSync(`${file}.new`, file);
    expect(onBad).toHaveBeenCalled();
  }, 10_000);
});

test("SIGHUP loads again, one load at a time, and what came meanwhile is one more load", async () => {
  const loads: (() => void)[] = [];
  const { onBad } = watch({ load: () => new Promise((resolve) => loads.push(() => resolve(bad))) });
  for (let times = 0; times < 3; times++) process.emit("SIGHUP");
  expect(loads).toHaveLength(1);
  loads[0]?.();
  await vi.waitFor(() => expect(loads).toHaveLength(2));
  loads[1]?.();
  await vi.waitFor(() => expect(onBad).toHaveBeenCalledTimes(2));
  expect(loads).toHaveLength(2);
});

test("a closed watcher listens no more, and drops what is being loaded", async () => {
  const before = process.listenerCount("SIGHUP");
  const loads: (() => void)[] = [];
  const { onBad } = watch({ load: () => new Promise((resolve) => loads.push(() => resolve(bad))) });
  process.emit("SIGHUP");
  watcher?.close();
  loads[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(onBad).not.toHaveBeenCalled();
  expect(process.listenerCount("SIGHUP")).toBe(before);
});
