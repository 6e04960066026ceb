/** One thing that is measured, and how. */
export interface Figure {
  /** What `npm run bench -- NAME` calls it. */
  name: string;
  title: string;
  /** It is given up after this long. */
  limitMs: number;
  /** Measured only when it is named. */
  isLong?: boolean;
  /** Rejects when it could not be measured. */
  measure(lab: Lab): Promise<Measured>;
}

/** What measuring needs of the command. */
export interface Lab {
  /** Path of the k6 binary. */
  k6: string;
  /** 1: as in RESULTS.md. 0.1: a tenth of the runs, to develop with. */
  scale: number;
  /** Everything that waits ends with it. */
  signal: AbortSignal;
  /** Says what is being done. */
  say(text: string): void;
}

export interface Measured {
  /** What was measured, against what, and how: a paragraph. */
  what: string;
  rows: Row[];
  /** What else is worth knowing, a sentence or two each. */
  notes: string[];
}

/** A line of the table, with units. */
export interface Row {
  what: string;
  ours: string;
  /** `null`: there is nothing to compare with. */
  alternative: string | null;
  /** Ours over the alternative's. */
  ratio: number | null;
  /** What the project holds itself to; `null`: nothing. */
  target: string | null;
  /** `null`: there is no target. */
  kept: boolean | null;
}

/** So many of `count`, at least `least`, at a scale. */
export function scaled(count: number, { scale }: Pick<Lab, "scale">, least = 1): number {
  return Math.max(least, Math.round(count * scale));
}
