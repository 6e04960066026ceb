import { loadavg } from "node:os";
import { startCountTarget } from "./support/count-target.ts";
import { type Figure, type Lab, type Row, scaled } from "./support/figure.ts";
import {
  type LoadRunSeen,
  type LoadSite,
  type OurRunSeen,
  type Scenario,
  type TheirRunSeen,
  runBare,
  runOurs,
  runToInflux,
  writeScript,
} from "./support/load-runs.ts";
import { scratchFolder } from "./support/scratch.ts";
import { spreadOf, whole } from "./support/spread.ts";

const ratePerS = 1_200;
const rounds = 2;
const roundS = 30;
const fullS = 15;
const longS = 600;
const vusAtMost = 50;
const mostRatio = 1.35;
const leastThroughput = 0.8;
const mostReportMs = 3_000;
const mostMb = 200;

export const load: Figure = {
  name: "load",
  title: "Load runs",
  limitMs: 420_000,
  async measure(lab) {
    using folder = scratchFolder();
    await using target = await startCountTarget();
    const site = { folder: folder.path, target, lab };
    const [busy = 0] = loadavg();
    const seen = await atRate(site, scaled(roundS, lab, 5));
    const full = await atFullRate(site, scaled(fullS, lab, 5));
    const [ours, bare, theirs] = [seen.ours, seen.bare, seen.theirs].map((runs) => cpuPerS(runs));
    const servers = spreadOf(
      seen.theirs.map(({ serverCpuMs }) => serverCpuMs / seen.seconds),
      "CPU of InfluxDB",
    ).median;
    const all = [...seen.ours, full.ours];
    const reportMs = Math.max(...all.map((run) => run.reportMs));
    const ratio = (ours ?? 0) / (bare ?? 1);
    const throughput = full.ours.requests / full.bare.requests;
    return {
      what: `\`sonde load SCRIPT\` and its k6 together, from the first to the last line, against the bare \`k6 run --summary-mode=disabled\` of the same script: a request with a check an iteration, ${whole(ratePerS)} a second for ${seen.seconds} s, ${seen.bare.length} times in turn, then ${vusAtMost} VUs without a pause for ${full.seconds} s. The target is a server in a process of its own on the same machine, which counts.`,
      rows: [
        {
          what: `CPU at ${whole(ratePerS)} requests/s`,
          ours: cpu(ours),
          alternative: cpu(bare),
          ratio,
          target: `at most ${mostRatio}`,
          kept: ratio <= mostRatio,
        },
        {
          what: "the same against `k6 --out influxdb` and its InfluxDB",
          ours: cpu(ours),
          alternative: `${cpu((theirs ?? 0) + servers)} (k6 ${cpu(theirs)})`,
          ratio: (ours ?? 0) / ((theirs ?? 0) + servers),
          target: null,
          kept: null,
        },
        {
          what: "requests/s at the highest rate",
          ours: whole(full.ours.requests / full.seconds),
          alternative: whole(full.bare.requests / full.seconds),
          ratio: throughput,
          target: `at least ${leastThroughput}`,
          kept: throughput >= leastThroughput,
        },
        lostRow(all),
        {
          what: "last sample to finished report, at worst",
          ours: `${(reportMs / 1_000).toFixed(2)} s`,
          alternative: null,
          ratio: null,
          target: "under 3 s",
          kept: reportMs < mostReportMs,
        },
        memoryRow(`worker's resident memory at ${whole(ratePerS)} requests/s, at most`, seen.ours),
        { ...memoryRow("the same at the highest rate", [full.ours]), target: null, kept: null },
      ],
      notes: [
        `Our figure includes starting Sonde, bundling the script and the report. Requests at ${whole(ratePerS)} a second: ${whole(sum(seen.ours))} of ours, ${whole(sum(seen.bare))} of the bare k6, ${whole(sum(seen.theirs))} of the one with an output.`,
        `The machine's load average was ${busy.toFixed(1)} before it began: what is over 0 is other work.`,
      ],
    };
  },
};

/** Ten minutes, in a run of its own. */
export const loadMemory: Figure = {
  name: "load-memory",
  title: "Memory of a long load run",
  limitMs: (longS + 60) * 1_000,
  isLong: true,
  async measure(lab) {
    using folder = scratchFolder();
    await using target = await startCountTarget();
    const seconds = scaled(longS, lab, 10);
    const site = { folder: folder.path, target, lab };
    lab.say(`${whole(ratePerS)} requests a second for ${seconds} s`);
    const run = await runOurs(site, writeScript(site, "long", steady(seconds)));
    return {
      what: `\`sonde load SCRIPT\` at ${whole(ratePerS)} requests a second for ${seconds} s, looked at every second.`,
      rows: [memoryRow("worker's resident memory, at most", [run]), lostRow([run])],
      notes: [],
    };
  },
};

interface AtRate {
  seconds: number;
  bare: LoadRunSeen[];
  ours: OurRunSeen[];
  theirs: TheirRunSeen[];
}

async function atRate(site: LoadSite, seconds: number): Promise<AtRate> {
  const script = writeScript(site, "steady", steady(seconds));
  const seen: AtRate = { seconds, bare: [], ours: [], theirs: [] };
  for (let round = 1; round <= roundsOf(site.lab); round++) {
    site.lab.say(`${whole(ratePerS)} requests a second, round ${round}`);
    seen.bare.push(await runBare(site, script));
    seen.ours.push(await runOurs(site, script));
    seen.theirs.push(await runToInflux(site, script));
  }
  return seen;
}

async function atFullRate(site: LoadSite, seconds: number): Promise<{ seconds: number; bare: LoadRunSeen; ours: OurRunSeen }> {
  site.lab.say("as many requests as there can be");
  const script = writeScript(site, "full", { executor: "constant-vus", vus: vusAtMost, duration: `${seconds}s` });
  return { seconds, bare: await runBare(site, script), ours: await runOurs(site, script) };
}

function roundsOf(lab: Lab): number {
  return scaled(rounds, lab, 1);
}

function steady(seconds: number): Scenario {
  return {
    executor: "constant-arrival-rate",
    rate: ratePerS,
    timeUnit: "1s",
    duration: `${seconds}s`,
    preAllocatedVUs: vusAtMost,
    maxVUs: 4 * vusAtMost,
  };
}

/** CPU milliseconds for each second's worth of requests at the rate; the median of the runs. */
function cpuPerS(runs: readonly LoadRunSeen[]): number {
  const costs = runs.map(({ cpuMs, requests }) => (cpuMs / requests) * ratePerS);
  return spreadOf(costs, "CPU of a load run").median;
}

function lostRow(runs: readonly OurRunSeen[]): Row {
  const lost = runs.reduce((count, { requests, reported }) => count + Math.abs(requests - reported), 0);
  return {
    what: `requests lost, of ${whole(sum(runs))} that the target counted`,
    ours: whole(lost),
    alternative: null,
    ratio: null,
    target: "0",
    kept: lost === 0,
  };
}

function memoryRow(what: string, runs: readonly OurRunSeen[]): Row {
  const most = Math.max(...runs.map((run) => run.residentMb));
  return { what, ours: `${whole(most)} MB`, alternative: null, ratio: null, target: `under ${mostMb} MB`, kept: most < mostMb };
}

function sum(runs: readonly LoadRunSeen[]): number {
  return runs.reduce((count, { requests }) => count + requests, 0);
}

function cpu(msPerS = 0): string {
  return `${whole(msPerS)} ms/s`;
}
