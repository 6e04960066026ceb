import { z } from "zod";
import type { Skip } from "../contract/run.ts";
import { skipReasons } from "../contract/words.ts";
import type { Database } from "./database.ts";
import { table } from "./table.ts";

const skips = table("skips", {
  probe: z.string(),
  target: z.string(),
  scheduledAtMs: z.number(),
  recordedAtMs: z.number(),
  ticks: z.number(),
  reason: z.enum(skipReasons),
});

export function writeSkip(db: Database, skip: Skip, recordedAtMs: number): void {
  skips.insert(db, { ...skip, recordedAtMs });
}
