import { dirname, join } from "node:path";
import type { Config } from "../contract/config.ts";
import { reach } from "../diagnose/canary.ts";
import { watchCertificates } from "../diagnose/certificate-watch.ts";
import { daysLeft } from "../diagnose/certificate.ts";
import { defaultLimits } from "../k6/executor.ts";
import type { Clock } from "../kit/clock.ts";
import type { Redactor } from "../kit/redact.ts";
import type { Instruments } from "./measure.ts";
import type { Memory } from "./memory.ts";

const canaryTimeoutMs = 2_000;
const certificateTimeoutMs = 3_000;

/** Where runs have their folders: beside the store, so that one sweep finds what a killed worker left. */
export function runsDirectory(config: Pick<Config, "store">): string {
  return join(dirname(config.store.path), "runs");
}

export function instrumentsFor(
  config: Pick<Config, "store" | "location" | "maintenance" | "canary">,
  { k6, redactor, clock, abort, memory }: { k6: string; redactor: Redactor; clock: Clock; abort: AbortSignal; memory: Memory },
): Instruments {
  return {
    executor: { k6, runsDirectory: runsDirectory(config), clock, environment: process.env, limits: defaultLimits },
    redactor,
    location: config.location,
    maintenance: config.maintenance,
    reachCanary: () => (config.canary === null ? Promise.resolve(null) : reach(config.canary, canaryTimeoutMs)),
    tlsDaysLeft: watchCertificates((url) => daysLeft(url, clock, certificateTimeoutMs), clock),
    memory,
    abort,
  };
}
