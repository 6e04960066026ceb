import type { LoadEnvironment, LoadSummary, LoadWindow } from "../contract/load.ts";
import { windowMs } from "../contract/load.ts";
import type { Point } from "../contract/measurements.ts";
import { pointsOfLoad, pointsOfWindow } from "../deliver/load-points.ts";
import { messageOf } from "../kit/message-of.ts";
import type { Redactor } from "../kit/redact.ts";
import type { LoadRecord } from "../report/load/load-report.ts";
import type { Store } from "../store/open.ts";
import { beganAtMs } from "./load-compare.ts";
import { maskLoad } from "./load-outcome.ts";

/** Keeps a load run in the store while it goes on, and its points in the outbox. A store that fails costs no load run: it is told. */
export interface LoadJournal {
  begin(draft: LoadSummary): void;
  note(draft: LoadSummary, windows: readonly LoadWindow[]): void;
  end(summary: LoadSummary, windows: readonly LoadWindow[]): void;
  /** All that were noted, in the order of time. */
  windows(): LoadWindow[];
}

export interface JournalParts {
  store: Store;
  environment: LoadEnvironment;
  /** `null`: nothing is delivered. */
  influx: object | null;
  baseline: LoadRecord | null;
  redactor: Redactor;
  owner: string;
  warn: (message: string) => void;
  /** Points wait. */
  wake: () => void;
}

export function keepJournal({ store, environment, influx, baseline, redactor, owner, warn, wake }: JournalParts): LoadJournal {
  const unstored: LoadWindow[] = [];
  let id = "";
  const safely = (work: () => void) => {
    try {
      work();
    } catch (error) {
      warn(`The store did not take the load run: ${messageOf(error)}`);
    }
  };
  const deliver = (points: readonly Point[]) => {
    if (influx === null || points.length === 0) return;
    store.outbox.enqueue(points);
    wake();
  };
  const put = (summary: LoadSummary, windows: readonly LoadWindow[]) => {
    unstored.push(...windows);
    safely(() => {
      store.loads.put({ summary: maskLoad(summary, redactor), environment }, unstored);
      const began = beganAtMs(summary);
      const points = unstored.flatMap((window) => pointsOfWindow(summary, window, baselineAt(baseline, window.startMs - began)));
      unstored.length = 0;
      deliver(points);
    });
  };
  return {
    begin(draft) {
      ({ id } = draft);
      safely(() => store.loads.mark({ runId: id, target: draft.target, owner }));
      put(draft, []);
    },
    note: put,
    end(summary, windows) {
      put(summary, windows);
      safely(() => deliver(pointsOfLoad(summary)));
      safely(() => store.loads.unmark(id));
    },
    windows() {
      try {
        return [...store.loads.windows(id), ...unstored];
      } catch {
        return [...unstored];
      }
    },
  };
}

/** The earlier run's window at the same time since its beginning. */
function baselineAt(baseline: LoadRecord | null, sinceMs: number): LoadWindow | null {
  if (baseline === null) return null;
  const began = beganAtMs(baseline.summary);
  return baseline.windows.find(({ startMs }) => Math.abs(startMs - began - sinceMs) < windowMs / 2) ?? null;
}
