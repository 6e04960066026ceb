import { z } from "zod";
import { type DueHour, type Rollups, rollupSpans } from "../contract/rollup.ts";
import type { Database } from "./database.ts";
import { StoreDamagedError } from "./errors.ts";
import { giveUp } from "./give-up.ts";
import { textOfPoint } from "./point-text.ts";
import type { QueueOptions } from "./queue-options.ts";
import { readRollupRuns } from "./rollup-runs.ts";
import { markAgain } from "./schema-rollups.ts";

const slotMs = rollupSpans["5m"];
const hourMs = rollupSpans["1h"];
const allSlots = (1 << (hourMs / slotMs)) - 1;
/** A run is stored when it ends: most that began in a span are there by then, and the others make it due again. */
const lagMs = 30_000;
const mostHours = 500;
/** In one transaction: other processes wait for the lock meanwhile. */
const dayMs = 86_400_000;

const mark = z.object({
  hourMs: z.int(),
  target: z.string(),
  probe: z.string(),
  location: z.string(),
  slots: z.int(),
  seq: z.int(),
});
type Mark = z.output<typeof mark>;

const progress = z.object({ prunedMs: z.int(), attempts: z.int(), nextAttemptMs: z.int() });

export function rollupsIn(db: Database, { clock, maxBytes }: QueueOptions): Rollups {
  const state = () => readState(db);
  return {
    *due() {
      const overMs = clock.now() - lagMs;
      for (const { slots, seq, hourMs, ...series } of dueMarks(db, overMs)) {
        const slotsMs = startsOf(slots & slotsOver(hourMs, overMs), hourMs);
        yield { series, hourMs, slotsMs, runs: readRollupRuns(db, series, hourMs), prunedMs: state().prunedMs, seq };
      }
    },
    done: (hours) => db.write(() => hours.forEach((hour) => clear(db, hour))),
    pending: () => Number(db.get("SELECT count(*) AS hours FROM rollups_due")?.["hours"]),
    again(sinceMs) {
      const oldest = Number(db.get("SELECT min(started_at_ms) AS ms FROM runs")?.["ms"] ?? 0);
      const untilMs = Number(db.get("SELECT max(started_at_ms) AS ms FROM runs")?.["ms"] ?? 0);
      for (let fromMs = Math.max(sinceMs, oldest); fromMs <= untilMs; fromMs += dayMs) db.run(markAgain, fromMs, fromMs + dayMs);
    },
    bury: (points) =>
      db.write(() => {
        for (const { point, reason } of points) {
          const values = [clock.now(), reason, textOfPoint(point)];
          db.run("INSERT INTO dead_letters (run_id, rejected_ms, reason, point) VALUES (NULL, ?, ?, ?)", ...values);
        }
        giveUp(db, "dead_letters", maxBytes);
      }),
    backoff() {
      const { attempts, nextAttemptMs } = state();
      return { attempts, nextAttemptMs };
    },
    setBackoff: ({ attempts, nextAttemptMs }) =>
      void db.run("UPDATE rollups SET attempts = ?, next_attempt_ms = ?", attempts, nextAttemptMs),
  };
}

/** Hours with a due span that is over, oldest first. ?1 is up to when spans are over. */
const dueHours = `SELECT hour_ms AS hourMs, target, probe, location, slots, seq FROM rollups_due
  WHERE hour_ms <= ?1
    AND slots & CASE WHEN hour_ms <= ?1 - ${hourMs} THEN ${allSlots} ELSE (1 << ((?1 - hour_ms) / ${slotMs})) - 1 END
  ORDER BY hour_ms LIMIT ${mostHours}`;

function dueMarks(db: Database, overMs: number): Mark[] {
  return db.all(dueHours, overMs).flatMap((found) => {
    const { success, data } = mark.safeParse(found);
    return success ? [data] : [];
  });
}

/** The spans of an hour that ended at `overMs` or before, as bits. */
function slotsOver(startMs: number, overMs: number): number {
  const spans = Math.floor((overMs - startMs) / slotMs);
  return spans >= hourMs / slotMs ? allSlots : (1 << Math.max(0, spans)) - 1;
}

function startsOf(slots: number, startMs: number): number[] {
  const starts: number[] = [];
  for (let atMs = startMs; atMs < startMs + hourMs; atMs += slotMs) {
    if (slots & bitOf(atMs)) starts.push(atMs);
  }
  return starts;
}

function bitOf(atMs: number): number {
  return 1 << ((atMs % hourMs) / slotMs);
}

/** A later run in the same hour has made its mark newer, and all of its spans stay due. */
function clear(db: Database, { series: { target, probe, location }, hourMs: startMs, slotsMs, seq }: DueHour): void {
  const slots = slotsMs.reduce((bits, atMs) => bits | bitOf(atMs), 0);
  const which = "hour_ms = ? AND target = ? AND probe = ? AND location = ?";
  const key = [startMs, target, probe, location];
  db.run(`UPDATE rollups_due SET slots = slots & ~? WHERE ${which} AND seq = ?`, slots, ...key, seq);
  db.run(`DELETE FROM rollups_due WHERE ${which} AND slots = 0`, ...key);
}

function readState(db: Database): z.output<typeof progress> {
  const found = db.get("SELECT pruned_ms AS prunedMs, attempts, next_attempt_ms AS nextAttemptMs FROM rollups");
  const { success, data, error } = progress.safeParse(found);
  if (success) return data;
  throw new StoreDamagedError(db.path, `its record of roll-ups cannot be read: ${z.prettifyError(error)}`);
}
