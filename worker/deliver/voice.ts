import type { Logger } from "../kit/log.ts";

export interface Voice {
  /** Says it once, and again only after delivery has worked in between. */
  trouble(kind: "try-again" | "credentials" | "database" | "store", level: "warn" | "error", message: string): void;
  /** InfluxDB took or judged a whole batch. */
  recovered(): void;
  /** InfluxDB's reason to how many points it will never take. */
  rejected(reasons: ReadonlyMap<string, number>): void;
}

const mostReasons = 3;

/** What delivery says to people: loud once, never the same line every second of an outage. */
export function createVoice(log: Logger): Voice {
  const said = new Set<string>();
  return {
    trouble(kind, level, message) {
      log[said.has(kind) ? "debug" : level](message);
      said.add(kind);
    },
    recovered() {
      if (said.size > 0) log.info("Delivery to InfluxDB works again");
      said.clear();
    },
    rejected(reasons) {
      const all = [...reasons];
      for (const [reason, points] of all.slice(0, mostReasons)) {
        log.warn(`InfluxDB rejected ${count(points)}, see \`sonde influx dead-letters list\`: ${reason}`);
      }
      const rest = all.slice(mostReasons).reduce((sum, [, points]) => sum + points, 0);
      if (rest > 0) log.warn(`InfluxDB rejected ${count(rest)} more for other reasons, see \`sonde influx dead-letters list\``);
    },
  };
}

const count = (points: number) => (points === 1 ? "1 point" : `${points} points`);
