import { createHash, randomFillSync } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";

const pageBytes = 4_096;

const damages: readonly ((path: string, random: Random) => void)[] = [
  (path) => writeFileSync(path, "this was a database once\n".repeat(1_000)),
  (path, random) => truncateSync(path, random.between(pageBytes, statSync(path).size - pageBytes)),
  (path) => overwrite(path, 0, 16),
  (path) => overwrite(path, statSync(path).size / 2, statSync(path).size),
];

/** The file of the store is damaged between two workers. */
export const damagedStore: Scenario = {
  title: "The file of the store damaged: the worker refuses, touches nothing, and goes on once a sound one is back",
  rounds: { short: 1, long: 8 },
  async play(stage, random) {
    const worker = await stage.rise();
    await sleep(random.between(0, 1_500));
    await worker.stop();
    const sound = `${stage.folder}/sound.db`;
    copyFileSync(stage.store, sound);
    random.pick(damages)(stage.store, random);
    const before = contentsOf(stage.store);
    const { code, stderr, stdout } = await stage.toItsEnd("start");
    if (code !== 2 || !stderr.includes(`${stage.store} is damaged`) || !stderr.includes("left untouched"))
      throw new Error(`a damaged store made the worker end with ${code} and say ${stderr}\n${stdout}`);
    const after = contentsOf(stage.store);
    if (after !== before) throw new Error(`the damaged store was touched, from\n${before}\nto\n${after}`);
    copyFileSync(sound, stage.store);
    return { "starts refused": 1 };
  },
};

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  randomFillSync(bytes, from, to - from);
  writeFileSync(path, bytes);
}

/** What a store holds, and what was put beside it. Who only looks at a database may leave an empty WAL and its index. */
function contentsOf(path: string): string {
  const files = readdirSync(dirname(path), { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !/-shm$|-lock/.test(entry.name),
  );
  return files
    .map(({ name }) => [name, readFileSync(join(dirname(path), name))] as const)
    .filter(([, bytes]) => bytes.length > 0)
    .map(([name, bytes]) => `${name} ${createHash("sha256").update(bytes).digest("hex")}`)
    .join("\n");
}
