import { exhaustive } from "../kit/exhaustive.ts";
import { type Failure, nextBackoff } from "./backoff.ts";
import type { DrainerOptions } from "./drainer-options.ts";
import type { Settlement } from "./settle.ts";
import type { Voice } from "./voice.ts";

type Using = Pick<DrainerOptions, "outbox" | "clock" | "random" | "log" | "createDatabase">;

const credentialsRemedy = "check SONDE_INFLUX_USERNAME and SONDE_INFLUX_PASSWORD, and that this user may write";
const databaseRemedy = "run `sonde influx init` with a user who may create databases, or check SONDE_INFLUX_DATABASE";

/** What a settlement means for the next attempt and for those who read the log. */
export async function conclude(settlement: Settlement, using: Using, voice: Voice): Promise<void> {
  switch (settlement.kind) {
    case "settled":
      voice.recovered();
      if (using.outbox.backoff().attempts > 0) using.outbox.setBackoff({ attempts: 0, nextAttemptMs: 0 });
      return;
    case "try-again":
      voice.trouble("try-again", "warn", `Delivery waits, every point is kept and sent again: ${settlement.reason}`);
      return postpone(using, { pace: "quick", retryAfterMs: settlement.retryAfterMs });
    case "refused-credentials":
      voice.trouble("credentials", "error", `${settlement.reason}. Every point is kept: ${credentialsRemedy}`);
      return postpone(using, { pace: "slow", retryAfterMs: null });
    case "no-database":
      return withoutDatabase(settlement.reason, using, voice);
    default:
      return exhaustive(settlement);
  }
}

async function withoutDatabase(reason: string, using: Using, voice: Voice): Promise<void> {
  const refusal = await created(using);
  if (refusal === null) {
    using.log.info(`${reason}; created it`);
    return postpone(using, { pace: "quick", retryAfterMs: null });
  }
  voice.trouble(
    "database",
    "error",
    `${reason}, and it could not be created (${refusal}). Every point is kept: ${databaseRemedy}`,
  );
  postpone(using, { pace: "slow", retryAfterMs: null });
}

/** `null`, or why there still is no database. */
async function created({ createDatabase }: Using): Promise<string | null> {
  if (!createDatabase) return "nobody asked for that";
  try {
    await createDatabase();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "unknown";
  }
}

function postpone({ outbox, clock, random }: Using, failure: Failure): void {
  outbox.setBackoff(nextBackoff(outbox.backoff(), failure, { nowMs: clock.now(), random }));
}
