import type { Round } from "./play-round.ts";
import type { Hits, Scenario } from "./scenario.ts";

/** What was counted over all rounds of a scenario. */
export interface Line {
  title: string;
  rounds: number;
  /** Rounds that ended as they should. */
  good: number;
  reported: number;
  stored: number;
  lost: number;
  doubled: number;
  wrong: number;
  processesLeft: number;
  directoriesLeft: number;
  longestSweepMs: number;
  hits: Hits;
  /** Why it was not played. */
  skipped: string | null;
}

export interface Ledger {
  /** A round that could not be counted to its end: something threw. */
  broken(scenario: Scenario): void;
  skipped(scenario: Scenario, reason: string): void;
  enter(scenario: Scenario, round: Round): void;
  lines(): Line[];
}

export function createLedger(): Ledger {
  const lines = new Map<string, Line>();

  function lineOf({ title }: Scenario): Line {
    const line = lines.get(title) ?? emptyLine(title);
    lines.set(title, line);
    return line;
  }

  return {
    broken: (scenario) => void lineOf(scenario).rounds++,
    skipped: (scenario, reason) => void (lineOf(scenario).skipped = reason),
    enter: (scenario, round) => add(lineOf(scenario), round),
    lines: () => [...lines.values()],
  };
}

function isGood({ lost, doubled, wrong, left }: Round): boolean {
  return lost.length + doubled.length + wrong.length + left.processes + left.directories === 0;
}

function add(line: Line, round: Round): void {
  line.rounds += 1;
  line.good += isGood(round) ? 1 : 0;
  line.reported += round.reported;
  line.stored += round.stored;
  line.lost += round.lost.length;
  line.doubled += round.doubled.length;
  line.wrong += round.wrong.length;
  line.processesLeft += round.left.processes;
  line.directoriesLeft += round.left.directories;
  line.longestSweepMs = Math.max(line.longestSweepMs, round.left.longestMs);
  for (const [what, count] of Object.entries(round.hits)) line.hits[what] = (line.hits[what] ?? 0) + count;
}

function emptyLine(title: string): Line {
  return {
    title,
    rounds: 0,
    good: 0,
    reported: 0,
    stored: 0,
    lost: 0,
    doubled: 0,
    wrong: 0,
    processesLeft: 0,
    directoriesLeft: 0,
    longestSweepMs: 0,
    hits: {},
    skipped: null,
  };
}
