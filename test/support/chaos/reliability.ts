import { formatDuration } from "../../../worker/kit/duration.ts";
import type { Line } from "./ledger.ts";

/** Everything that `docs/reliability.md` says of one run of the long suite. */
export interface Circumstances {
  finishedAt: Date;
  tookMs: number;
  seed: number;
  machine: string;
  /** Name and version, such as `k6 v1.8.1`. */
  tools: readonly string[];
}

const columns = [
  "What was done",
  "Rounds",
  "As it should be",
  "Runs reported",
  "Runs stored",
  "Lost",
  "Doubled",
  "Wrong",
  "Processes left",
  "Directories left",
  "What was hit",
];

/** `docs/reliability.md`. */
export function reliability(lines: readonly Line[], circumstances: Circumstances): string {
  const played = lines.filter(({ skipped }) => skipped === null);
  const longestSweepMs = Math.max(...played.map((line) => line.longestSweepMs));
  return [
    top(circumstances),
    "## What was done, and what came of it\n",
    table([columns, ...played.map(cellsOf), cellsOf(sumOf(played))]),
    ...skippedIn(lines),
    columnsExplained(longestSweepMs),
    guarantees,
  ].join("\n");
}

function top({ finishedAt, tookMs, seed, machine, tools }: Circumstances): string {
  return `# Reliability

Written by \`npm run test:long\`, which plays every scenario anew and replaces this file: do not edit it. Every number below was counted in
one such run.

| | |
| --- | --- |
| Date | ${finishedAt.toISOString().slice(0, 10)} |
| Seed | ${seed} |
| Machine | ${machine} |
| Tools | ${tools.join(", ")} |
| Took | ${formatDuration(tookMs)} |
| The same instants again | \`SONDE_TEST_SEED=${seed} npm run test:long\` |
| One scenario | \`SONDE_TEST_SEED=${seed} npm run test:long -- -t "START OF ITS LINE"\`, which leaves this file as it is |
`;
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const rule = line(head.map((_, index) => (index === 0 || index === head.length - 1 ? "---" : "---:")));
  return `${[line(head), rule, ...rows.map(line)].join("\n")}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function cellsOf(line: Line): string[] {
  const { rounds, good, reported, stored, lost, doubled, wrong, processesLeft, directoriesLeft } = line;
  const counts = [rounds, good, reported, stored, lost, doubled, wrong, processesLeft, directoriesLeft];
  const hits = Object.entries(line.hits).map(([what, count]) => `${grouped(count)} ${what}`);
  return [line.title, ...counts.map(grouped), hits.join(", ")];
}

function sumOf(lines: readonly Line[]): Line {
  const sum = (count: (line: Line) => number) => lines.reduce((total, line) => total + count(line), 0);
  return {
    title: "All",
    rounds: sum(({ rounds }) => rounds),
    good: sum(({ good }) => good),
    reported: sum(({ reported }) => reported),
    stored: sum(({ stored }) => stored),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    wrong: sum(({ wrong }) => wrong),
    processesLeft: sum(({ processesLeft }) => processesLeft),
    directoriesLeft: sum(({ directoriesLeft }) => directoriesLeft),
    longestSweepMs: 0,
    hits: {},
    skipped: null,
  };
}

function skippedIn(lines: readonly Line[]): string[] {
  const skipped = lines.filter((line) => line.skipped !== null).map(({ title, skipped }) => `- ${title}: ${skipped}`);
  return skipped.length === 0 ? [] : ["Not played on this machine:\n", `${skipped.join("\n")}\n`];
}

const grouped = (count: number) => count.toLocaleString("en");

const columnsExplained = (
  longestSweepMs: number,
) => `A round starts real workers (\`sonde start\`) with probes due every second or at one instant, real k6 and a real InfluxDB on loopback, does the
harm at an instant that the seed gives, ends it, starts a worker where none goes on, stops it, and then compares what was said, stored and
delivered:

- **Runs reported**: run ids on standard output. **Runs stored**: runs in the store at the end; where it was filled beforehand, those too.
- **Lost**: runs that were reported, stored, or begun by a worker that was not killed, and that are missing in the store or in InfluxDB;
  steps of stored runs that are missing in InfluxDB.
- **Doubled**: runs and steps that InfluxDB has, or standard output said, more than once.
- **Wrong**: another verdict in InfluxDB than in the store; a state, a change of state or a \`confirmed\` that does not follow from replaying the
  stored runs in order, or is not in InfluxDB exactly once; a healthy target that is \`down\`, one that never works and is \`up\`; a store in
  which \`worker/store/check.ts\` finds anything; points refused for good, given up or still waiting.
- **Processes** and **directories left**: k6 processes and run directories of no living worker, 5 s after the next worker reported its first run,
  and after the last one has ended. The longest that any of them was there was ${grouped(longestSweepMs)} ms.
- **What was hit**: where the harm met the worker, as found in a copy of its store right after it.
`;

const guarantees = `## What is guaranteed, and how

- **A run that was reported is stored, and will be in InfluxDB exactly once.** One transaction with an fsync holds run, steps, state and
  what waits for InfluxDB (\`worker/store/open.ts\`); a run is reported after it. A point leaves the outbox only when InfluxDB has acknowledged
  it, and a point that is sent twice is the same point: its time comes from the run's start and id (\`worker/deliver/timestamp.ts\`).
- **Nothing InfluxDB does stops the probes.** Delivery reads the outbox beside the schedule; what fails is kept and tried again, with a
  back-off that survives a restart (\`worker/deliver/turn.ts\`).
- **A state follows from the stored runs.** It changes in the transaction of the run that changed it (\`worker/cli/run-probe.ts\`).
- **Nothing of a killed worker goes on.** A run's directory names its owner, and the next start ends what has none
  (\`worker/k6/leftovers.ts\`).
- **A run that the store could not take is not forgotten, nor blamed on the target**: it is stored as \`error\` once there is room again
  (\`worker/cli/recorder.ts\`).
- **A damaged store is left alone**: it is looked at read-only first (\`worker/store/inspect.ts\`).
- **One worker a store**, by a lock that the system takes back from a process however it ends (\`worker/store/lock.ts\`).
- **Neither a clock that jumps nor a queue that is full stalls a probe** (\`worker/schedule/loop.ts\`).

## What is not

- A run that a kill cuts off before it is stored was never reported, and leaves no trace but a log line of the next start. The next run of the
  probe comes with the schedule.
- Runs that wait in memory for a full disk end with the worker's process, and beyond 1,000 of them the oldest go.
- Beyond the outbox's limit on disk (\`store.maxOutbox\`) the oldest points are given up, and counted.
- A disk that acknowledges an fsync and forgets what it was given, power failures of such a disk, and stores on network file systems were
  not tested.
`;
