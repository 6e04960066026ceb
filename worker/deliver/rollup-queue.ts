import type { Queue, OutboxRow } from "../contract/outbox.ts";
import type { DueHour, Rollups } from "../contract/rollup.ts";
import type { Clock } from "../kit/clock.ts";
import { rollUp } from "./roll-up.ts";

export interface RollupQueueOptions {
  rollups: Rollups;
  clock: Clock;
  /** While it says so nothing is rolled up: InfluxDB is away, and marks wait better than points. */
  rests: () => boolean;
}

/** An hour that is under way to InfluxDB, and its points that are not there yet. */
interface Parcel {
  hour: DueHour;
  open: Set<number>;
}

/** Computing for longer would hold up a scheduled start. */
const sliceMs = 10;
/** A roll-up's line is some four times as long as a step's. */
const mostPoints = 250;

/**
 * What is due, as a queue that a drainer can empty. Roll-ups are computed when they are about to be sent and never wait as points: an
 * outage of any length costs a mark an hour and probe, and afterwards each is sent once, as it is then.
 */
export function createRollupQueue({ rollups, clock, rests }: RollupQueueOptions): Queue {
  let nextId = 1;
  let underWay = new Map<number, { point: OutboxRow["point"]; parcel: Parcel }>();

  function settle(ids: readonly number[]): void {
    const finished = new Set<DueHour>();
    for (const id of ids) {
      const parcel = underWay.get(id)?.parcel;
      if (parcel?.open.delete(id) && parcel.open.size === 0) finished.add(parcel.hour);
    }
    if (finished.size > 0) rollups.done([...finished]);
  }

  function pack(hour: DueHour): OutboxRow[] {
    const rows = rollUp(hour).map((point) => ({ id: nextId++, point }));
    const parcel = { hour, open: new Set(rows.map(({ id }) => id)) };
    for (const { id, point } of rows) underWay.set(id, { point, parcel });
    return rows;
  }

  return {
    next(limit) {
      underWay = new Map();
      if (rests()) return [];
      const untilMs = clock.monotonic() + sliceMs;
      const rows: OutboxRow[] = [];
      const nothing: DueHour[] = [];
      for (const hour of rollups.due()) {
        const packed = pack(hour);
        rows.push(...packed);
        if (packed.length === 0) nothing.push(hour);
        if (rows.length >= Math.min(limit, mostPoints) || (rows.length > 0 && clock.monotonic() >= untilMs)) break;
      }
      if (nothing.length > 0) rollups.done(nothing);
      return rows;
    },
    done: settle,
    reject(rejected) {
      rollups.bury(
        rejected.flatMap(({ id, reason }) => {
          const point = underWay.get(id)?.point;
          return point ? [{ point, reason }] : [];
        }),
      );
      settle(rejected.map(({ id }) => id));
    },
    backoff: () => rollups.backoff(),
    setBackoff: (backoff) => rollups.setBackoff(backoff),
  };
}
