import type { ErrorKind } from "../contract/load.ts";
import type { Evidence } from "../contract/markers.ts";
import { clean } from "../kit/step-name.ts";

/** One kind of error of one step, with the first that was seen of it. */
export interface Cause {
  kind: ErrorKind;
  cause: string;
  firstAtMs: number;
  example: string;
  evidence: Evidence | null;
}

export interface Seen {
  kind: ErrorKind;
  text: string;
  atMs: number;
  evidence?: Evidence | null;
}

/** The kinds of errors of one step: a bounded number of them, whatever the target answers. */
export interface CauseBook {
  causes: Cause[];
  /** The kind it is; beyond the bound the one that stands for the rest. */
  find(seen: Seen): Cause;
  /** Evidence that came after its error: a step says what it saw only when it ends. */
  giveEvidence(evidence: Evidence): void;
}

const mostCauses = 20;
const maxExampleLength = 1_000;
const otherCauses = "other errors";

export function createCauseBook(): CauseBook {
  const byKey = new Map<string, Cause>();
  const book: CauseBook = {
    causes: [],
    find({ kind, text, atMs, evidence = null }) {
      const cause = withoutIds(text);
      const isFull = byKey.size >= mostCauses;
      const found = byKey.get(keyOf(kind, cause)) ?? (isFull ? byKey.get(keyOf("other", otherCauses)) : undefined);
      if (found) return found;
      const about = isFull ? { kind: "other" as const, cause: otherCauses } : { kind, cause };
      const made = { ...about, firstAtMs: atMs, example: text.slice(0, maxExampleLength), evidence };
      byKey.set(keyOf(made.kind, made.cause), made);
      book.causes.push(made);
      return made;
    },
    giveEvidence(evidence) {
      const waiting = book.causes.findLast((cause) => cause.evidence === null);
      if (waiting) waiting.evidence = evidence;
    },
  };
  return book;
}

function keyOf(kind: ErrorKind, cause: string): string {
  return `${kind} ${cause}`;
}

/** What two errors of the same kind differ by: ids, hashes, long numbers and fractions. Status and close codes stay. */
function withoutIds(text: string): string {
  const ids =
    /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[a-f]*\d)[0-9a-f]{12,}\b|\d{5,}|(?<![\d.])\d+\.\d+(?![\d.])/gi;
  return clean(text.slice(0, maxExampleLength).replaceAll(ids, "…"));
}
