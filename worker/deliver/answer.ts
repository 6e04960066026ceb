import { z } from "zod";
import { retryAfterMs } from "./retry-after.ts";

/** What became of a batch. `reason` is one line without secrets. */
export type WriteOutcome =
  | { kind: "written" }
  | /** Nobody took it and nobody refused it for good. */ TryAgain
  | { kind: "refused-credentials"; reason: string }
  | /** Or no retention policy of the name that the points belong into. */ { kind: "no-database"; reason: string }
  | /** Some points are written, the others never will be. */ PartialWrite
  | /** No point is written, at least one never will be. */ { kind: "unacceptable"; reason: string }
  | /** `final`: InfluxDB said so itself. A proxy's limit may be another one tomorrow. */ {
      kind: "too-large";
      reason: string;
      final: boolean;
    };

export interface PartialWrite {
  kind: "partial";
  reason: string;
  /** How many InfluxDB says it left out; `null`: it did not say. Of a batch that spans shards it may count one shard alone. */
  dropped: number | null;
}

export interface TryAgain {
  kind: "try-again";
  reason: string;
  /** How long the server asked to be left alone; `null`: it did not say. */
  retryAfterMs: number | null;
}

/** An HTTP answer to a write. `body` may be cut. */
export interface Answer {
  status: number;
  retryAfter: string | null;
  body: string;
}

/**
 * What an answer means. Points are given up only on InfluxDB's own word, a 400 with its JSON error: a page of a proxy's is tried
 * again, and so is a 200, which a captive portal gives and InfluxDB does not.
 */
export function outcomeOf({ status, retryAfter, body }: Answer, nowMs: number): WriteOutcome {
  const said = wordsOf(body);
  const reason = `InfluxDB answered ${status}${said === null ? "" : `: ${said}`}`;
  if (status === 204) return { kind: "written" };
  if (status === 401 || status === 403) return { kind: "refused-credentials", reason };
  if (status === 404 && said !== null && /database not found|no dbrp mapping/i.test(said)) return { kind: "no-database", reason };
  if (status === 500 && said !== null && /^retention policy not found/i.test(said)) return { kind: "no-database", reason };
  if (status === 413) return { kind: "too-large", reason, final: said !== null };
  if (status === 400 && said !== null) {
    return said.startsWith("partial write")
      ? { kind: "partial", reason: said, dropped: droppedOf(said) }
      : { kind: "unacceptable", reason: said };
  }
  return { kind: "try-again", reason: strange(status, reason), retryAfterMs: retryAfterMs(retryAfter, nowMs) };
}

function droppedOf(said: string): number | null {
  const dropped = /dropped=([1-9]\d*)$/.exec(said.trim());
  return dropped ? Number(dropped[1]) : null;
}

function strange(status: number, reason: string): string {
  return status < 400 || status === 404 ? `${reason} instead of 204: is its URL that of an InfluxDB?` : reason;
}

const error = z.object({ error: z.string().optional(), message: z.string().optional() });

/** InfluxDB's own words: `error` in 1.x and 3.x, `message` in 2.x; `null` when the body is somebody else's. */
function wordsOf(body: string): string | null {
  try {
    const { error: short, message } = error.parse(JSON.parse(body));
    return message ?? short ?? null;
  } catch {
    return null;
  }
}
