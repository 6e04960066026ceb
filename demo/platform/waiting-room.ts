import type { Pace } from "./pace.ts";

/** Where requests wait for an instance. */
export interface WaitingRoom {
  /** What `look` finds, as soon as it finds something. After a while it is told that there is no patience left. Never rejects. */
  wait<T>(look: (isPatient: boolean) => T | null): Promise<T>;
  /** There may be something now: everybody looks, once a turn of the event loop, and not at each step of what takes no time. */
  stir(): void;
}

const patienceMs = 5_000;

export function createWaitingRoom(pace: Pace): WaitingRoom {
  const waiting = new Set<() => void>();
  let stirring: NodeJS.Immediate | null = null;
  return {
    wait(look) {
      const found = look(true);
      if (found !== null) return Promise.resolve(found);
      return new Promise((resolve) => {
        let isPatient = true;
        const again = () => {
          const found = look(isPatient);
          if (found === null) return;
          waiting.delete(again);
          callOff();
          resolve(found);
        };
        const callOff = pace.after(patienceMs, () => {
          isPatient = false;
          again();
        });
        waiting.add(again);
      });
    },
    stir() {
      stirring ??= setImmediate(() => {
        stirring = null;
        for (const again of waiting) again();
      });
    },
  };
}
