import { offsetOf } from "../worker/schedule/due.ts";
import { type BareK6, bareK6 } from "./support/bare-k6.ts";
import { type Figure, type Lab, type Row, scaled } from "./support/figure.ts";
import { journeys } from "./support/journeys.ts";
import { type LoopbackTarget, startTarget } from "./support/loopback-target.ts";
import { cpuUsed } from "./support/proc.ts";
import { scratchFolder } from "./support/scratch.ts";
import { ms, spreadOf } from "./support/spread.ts";
import { until } from "./support/wait.ts";
import { type BenchWorker, location, startWorker } from "./support/worker.ts";

const warmUpRuns = 50;
const looks = 25;
/** `/proc` tells CPU time to 10 ms, so runs are looked at in tens. */
const runsPerLook = 10;
const mostRatio = 1.25;

export const cpuPerRun: Figure = {
  name: "cpu-per-run",
  title: "CPU per run",
  limitMs: 400_000,
  async measure(lab) {
    await using target = await startTarget();
    const light = await compare(journeys.health, target, lab);
    const full = await compare(journeys.visit, target, lab);
    return {
      what: `User and system time of \`sonde start\` and its k6 together, per run, after ${warmUpRuns} runs to warm up; the alternative is the bare \`k6 run --summary-mode=disabled\` of the same bundle. Sonde makes two runs a second on its schedule, and after each of them there is a bare one, so that both see the same machine. The target is the demo platform in a process of its own. Medians over looks of ${runsPerLook} runs.`,
      rows: [
        rowOf("two requests (`probes/health.ts`)", light),
        rowOf("four requests and a socket (`bench/journeys/visit.ts`)", full),
      ],
      notes: [noteOf("Two requests", light), noteOf("Four requests and a socket", full)],
    };
  },
};

/** CPU milliseconds per run, a number a look. */
interface Looks {
  worker: number[];
  k6: number[];
  bare: number[];
}

async function compare(journey: string, target: LoopbackTarget, lab: Lab): Promise<Looks> {
  using folder = scratchFolder();
  const bare = await bareK6({ k6: lab.k6, journey, target: target.target, folder: folder.path });
  const probes = twoApart().map((name) => ({ name, journey, every: "1s", timeout: "1s" }));
  await using worker = startWorker({ folder: folder.path, target, probes });
  lab.say(`${scaled(looks, lab, 3) * runsPerLook} runs of ${journey.split("/").at(-1)}, and as many bare ones`);
  await alternate(scaled(warmUpRuns, lab, 5), worker, bare, lab);
  const seen: Looks = { worker: [], k6: [], bare: [] };
  let before = standing(worker);
  for (let look = 0; look < scaled(looks, lab, 3); look++) {
    await alternate(runsPerLook, worker, bare, lab);
    const now = standing(worker);
    const runs = now.runs - before.runs;
    seen.worker.push((now.worker - before.worker) / runs);
    seen.k6.push((now.k6 - before.k6) / runs);
    seen.bare.push((now.bare - before.bare) / runsPerLook);
    before = now;
  }
  return seen;
}

function standing(worker: BenchWorker) {
  const { own, children } = cpuUsed(worker.pid);
  return { runs: worker.runs(), worker: own, k6: children, bare: cpuUsed(process.pid).children };
}

/** Waits for a run of ours and makes a bare one after it, so many times. */
async function alternate(count: number, worker: BenchWorker, bare: BareK6, { signal }: Lab): Promise<void> {
  for (let done = 0; done < count; done++) {
    const before = worker.runs();
    const another = () => (worker.runs() > before ? true : null);
    await until(another, { what: "the worker made a run", signal, limitMs: 20_000, everyMs: 5 });
    worker.verify();
    await bare.run();
  }
}

/** Names of two probes that the schedule puts half a second apart when they run every second. */
function twoApart(): [string, string] {
  const everyMs = 1_000;
  const offset = (name: string) => offsetOf({ name, target: "bench", schedule: { kind: "every", everyMs } }, location);
  const first = "first";
  for (let number = 0; ; number++) {
    const second = `second-${number}`;
    if (Math.abs(Math.abs(offset(second) - offset(first)) - everyMs / 2) < 10) return [first, second];
  }
}

function totals({ worker, k6 }: Looks): number[] {
  return worker.map((own, look) => own + (k6[look] ?? 0));
}

function rowOf(what: string, seen: Looks): Row {
  const ours = spreadOf(totals(seen), "our CPU");
  const bare = spreadOf(seen.bare, "bare k6's CPU");
  const ratio = ours.median / bare.median;
  const told = ({ median, p10, p90 }: typeof ours) => `${ms(median)} (${p10.toFixed(0)} to ${p90.toFixed(0)})`;
  return {
    what,
    ours: told(ours),
    alternative: told(bare),
    ratio,
    target: `at most ${mostRatio}`,
    kept: ratio <= mostRatio,
  };
}

function noteOf(what: string, { worker, k6, bare }: Looks): string {
  const [own, children, alone] = [worker, k6, bare].map((values) => spreadOf(values, "CPU").median);
  return `${what}: ${ms(own ?? 0)} are the worker's own, ${ms(children ?? 0)} its k6's (which writes every sample, and collects its garbage late: \`worker/k6/heap.ts\`; bare ${ms(alone ?? 0)}). ${bare.length * runsPerLook} runs each; in brackets the 10th and 90th percentile of looks.`;
}
