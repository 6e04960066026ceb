import type { LeftoverChange } from "../interpret/reading.ts";
import { isRunning } from "../k6/process-table.ts";
import type { StoredLeftover } from "../store/leftovers.ts";
import type { Store } from "../store/open.ts";

/** What runs tell those that come after them, while they go on. */
export interface Memory {
  /** Puts on record what a run makes on its target, and takes off what is gone. Throws what the store throws. */
  noteLeftover(change: LeftoverChange, leftover: Omit<StoredLeftover, "createdMs">): void;
  /** Step name to its usual milliseconds against a warm target; empty when none is known. Never throws. */
  warmSteps(target: string, probe: string): Record<string, number>;
  /** Which load run goes on for a target; `null`: none, or nobody knows. Never throws. */
  loadRunId(target: string): string | null;
}

export function memoryIn(store: Pick<Store, "leftovers" | "warmSteps"> & { loads: Pick<Store["loads"], "marks"> }): Memory {
  return {
    noteLeftover(change, leftover) {
      if (change === "created") store.leftovers.add(leftover);
      else store.leftovers.remove(leftover);
    },
    warmSteps(target, probe) {
      try {
        return store.warmSteps(target, probe);
      } catch {
        // A store that cannot be read now must not cost the run; whoever stores it will say so.
        return {};
      }
    },
    loadRunId(target) {
      try {
        return store.loads.marks().find((mark) => mark.target === target && isRunning(mark.owner))?.runId ?? null;
      } catch {
        return null;
      }
    },
  };
}
