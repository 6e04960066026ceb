import { type LoadTotals, type LoadWindow, windowMs } from "../contract/load.ts";
import { type Board, createBoard, errorsOf } from "./board.ts";
import type { LoadSample } from "./line-sample.ts";
import { type Span, addSpan, emptySpan, journeysOf } from "./tally.ts";
import { settle, takeSample } from "./take-sample.ts";

/** Adds up a load run while it goes on: per window, and altogether. */
export interface Windows {
  add(sample: LoadSample): void;
  /** Hands out the windows that ended `lateMs` (30 seconds) before `nowMs` (epoch milliseconds) or earlier, oldest first, each once. */
  take(nowMs: number): LoadWindow[];
  /** Hands out the rest: no more samples are expected. */
  finish(): LoadWindow[];
  /** Of everything so far, windows that were not handed out yet included. */
  totals(): LoadTotals;
  /** What the target last said it runs; `null`: nothing. */
  revision(): string | null;
}

/** k6 flushes every 0.2 s, and a worker that was held up for seconds must not lose its place. */
const usuallyLateMs = 30_000;
/** Far more than wait at any time; a clock that jumps about must not fill the memory. */
const mostOpen = 240;

/**
 * A window is 5 seconds wide, aligned to the epoch, and holds what was sampled in it: a request belongs to the window in which it ended.
 * Windows without any sample do not exist. Memory does not grow with the length of the run: a window that was handed out is merged into
 * the totals, and a sample that comes for it later counts there alone and as late.
 */
export function createWindows({ lateMs = usuallyLateMs }: { lateMs?: number } = {}): Windows {
  const board = createBoard();
  const total = emptySpan(0);
  const open = new Map<number, Span>();
  const seen = { samples: 0, lateSamples: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY };
  let closedBeforeMs = Number.NEGATIVE_INFINITY;
  let current = total;

  function spanAt(atMs: number): Span {
    const startMs = Math.floor(atMs / windowMs) * windowMs;
    if (current.startMs === startMs && current !== total) return current;
    const found = open.get(startMs);
    if (found) return (current = found);
    if (startMs < closedBeforeMs || open.size >= mostOpen) {
      seen.lateSamples += 1;
      return total;
    }
    current = emptySpan(startMs);
    open.set(startMs, current);
    return current;
  }

  function close(isOver: (span: Span) => boolean): LoadWindow[] {
    settle(board);
    const over = [...open.values()].filter(isOver).sort((a, b) => a.startMs - b.startMs);
    for (const span of over) {
      open.delete(span.startMs);
      addSpan(total, span);
    }
    current = total;
    return over.map((span) => ({ startMs: span.startMs, durationMs: windowMs, vus: span.vus, journeys: journeysOf(span) }));
  }

  return {
    add(sample) {
      seen.samples += 1;
      if (sample.atMs < seen.firstMs) seen.firstMs = sample.atMs;
      if (sample.atMs > seen.lastMs) seen.lastMs = sample.atMs;
      takeSample(board, spanAt(sample.atMs), sample);
    },
    take(nowMs) {
      closedBeforeMs = Math.max(closedBeforeMs, Math.floor((nowMs - lateMs) / windowMs) * windowMs);
      return close(({ startMs }) => startMs < closedBeforeMs);
    },
    finish() {
      closedBeforeMs = Number.POSITIVE_INFINITY;
      return close(() => true);
    },
    totals() {
      settle(board);
      const sum = emptySpan(0);
      for (const span of [total, ...open.values()]) addSpan(sum, span);
      return totalsOf(sum, seen, board);
    },
    revision: () => board.revision,
  };
}

interface Seen {
  samples: number;
  lateSamples: number;
  firstMs: number;
  lastMs: number;
}

function totalsOf(sum: Span, seen: Seen, { unreadableMarkers, isOverfull }: Board): LoadTotals {
  return {
    ...seen,
    firstMs: seen.samples > 0 ? seen.firstMs : null,
    lastMs: seen.samples > 0 ? seen.lastMs : null,
    vus: sum.vus,
    journeys: journeysOf(sum),
    errors: errorsOf(sum),
    unreadableMarkers,
    tooManySteps: isOverfull,
  };
}
