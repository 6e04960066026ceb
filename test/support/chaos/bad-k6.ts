import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fakeK6, realK6, samplesFile } from "../fake-k6.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { readStored } from "./stored.ts";
import { until } from "./until.ts";

interface Badness {
  title: string;
  /** What it does instead of a run, as a shell script. */
  script: string;
  rounds: Scenario["rounds"];
}

const kinds: readonly Badness[] = [
  { title: "crashes", script: "cat > /dev/null; kill -SEGV $$", rounds: { short: 0, long: 3 } },
  { title: "ends with the exit code of a crashed Go program", script: "exit 2", rounds: { short: 0, long: 3 } },
  { title: "hangs", script: "cat > /dev/null; while :; do sleep 0.05; done", rounds: { short: 0, long: 3 } },
  { title: "hangs and ignores SIGTERM", script: "trap '' TERM; while :; do sleep 0.05; done", rounds: { short: 0, long: 3 } },
  {
    title: "floods",
    script: `yes '{"type":"Metric","data":{},"metric":"flood"}' | head -c 200000000 > "${samplesFile}"`,
    rounds: { short: 1, long: 3 },
  },
];

/** k6 is another one for a while, which does not work. The fault is ours, whatever it looks like. */
export const badK6: readonly Scenario[] = kinds.map(({ title, script, rounds }) => {
  return {
    title: `k6 replaced by one that ${title}`,
    rounds,
    async play(stage, random) {
      const k6 = await replacedK6(stage, script);
      const worker = await stage.rise();
      await worker.goesOn(random.between(1, 4));
      k6.spoil();
      const wanted = random.between(2, 6);
      await until(() => k6.spoiltRuns().length >= wanted, `${wanted} runs had met a bad k6`);
      k6.mend();
      await until(() => hasStoredOneOf(stage, k6.spoiltRuns()), "a spoilt run was stored");
      await worker.goesOn();
      await worker.stop();
      return { "runs with a bad k6": judgedAsOurs(stage, k6.spoiltRuns()) };
    },
  };
});

/** Throws when a run that met a bad k6 is anything but an error of the worker's, or, where it hung, of the script's. */
function judgedAsOurs({ store }: Stage, spoilt: readonly string[]): number {
  const runs = readStored(store).runs.filter(({ id }) => spoilt.includes(id));
  const wrong = runs.filter(({ verdict, blame }) => verdict !== "error" || (blame !== "worker" && blame !== "script"));
  if (wrong.length > 0) throw new Error(`runs with a bad k6 are blamed on others: ${JSON.stringify(wrong)}`);
  return runs.length;
}

function hasStoredOneOf({ store }: Stage, ids: readonly string[]): boolean {
  return readStored(store).runs.some(({ id }) => ids.includes(id));
}

/** A k6 that inspects scripts as ever, and runs them so, too, unless it is spoilt. */
async function replacedK6(stage: Stage, script: string) {
  const [spoilt, runs] = [join(stage.folder, "spoilt"), join(stage.folder, "spoilt-runs")];
  mkdirSync(runs);
  const path = await fakeK6(
    stage.folder,
    "replaced-k6",
    `if [ "$1" = inspect ] || [ ! -e '${spoilt}' ]; then exec '${realK6}' "$@"; fi
: > "${runs}/$SONDE_RUN_ID"
${script}`,
  );
  stage.env = { SONDE_K6: path };
  return {
    spoil: () => writeFileSync(spoilt, ""),
    mend: () => existsSync(spoilt) && renameSync(spoilt, `${spoilt}-no-more`),
    spoiltRuns: () => readdirSync(runs),
  };
}
