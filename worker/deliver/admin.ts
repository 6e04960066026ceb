import { InfluxDB } from "influx";
import type { InfluxSettings } from "../contract/config.ts";
import { printable } from "../kit/printable.ts";
import type { Redactor } from "../kit/redact.ts";

/** A refusal or an outage, in words that are safe to log: the client's own errors carry the credentials. */
export class InfluxAdminError extends Error {
  override readonly name = "InfluxAdminError";
}

export interface Admin {
  databases(): Promise<string[]>;
  createDatabase(): Promise<void>;
  policies(): Promise<Policy[]>;
  createPolicy(policy: Policy): Promise<void>;
  alterPolicy(policy: Policy): Promise<void>;
  hasMeasurements(): Promise<boolean>;
}

export interface Policy {
  name: string;
  /** As InfluxQL writes it: `90d`, `2160h0m0s`; `0s` or `INF`: for ever. */
  duration: string;
  isDefault: boolean;
  /** How much time one folder of files covers, in the same form; absent: as InfluxDB thinks fit. */
  shardDuration?: string;
}

const noBackoff = { getDelay: () => 0, next: () => noBackoff, reset: () => noBackoff };
const longestReason = 500;

/** Database administration through the `influx` client. Everything rejects with `InfluxAdminError`. */
export function createAdmin(settings: InfluxSettings, redactor: Redactor): Admin {
  const client = clientOf(settings);
  redactor.add(settings.password ?? "");
  const { database } = settings;
  const ask = <T>(answer: Promise<T>) => safely(answer, settings.timeoutMs, redactor);
  const options = ({ duration, isDefault }: Policy) => ({ database, duration, replication: 1, isDefault });
  /** The client knows no duration of shards: it goes along with the other, which only ALTER takes in that order. */
  const alter = ({ shardDuration, ...policy }: Policy) => {
    const duration = shardDuration === undefined ? policy.duration : `${policy.duration} shard duration ${shardDuration}`;
    return client.alterRetentionPolicy(policy.name, options({ ...policy, duration }));
  };

  return {
    databases: () => ask(client.getDatabaseNames()),
    createDatabase: () => ask(client.createDatabase(database)),
    async policies() {
      const rows = await ask(client.showRetentionPolicies(database));
      return rows.map(({ name, duration, default: isDefault, shardGroupDuration: shardDuration }) => ({
        name,
        duration,
        isDefault,
        shardDuration,
      }));
    },
    async createPolicy(policy) {
      await ask(client.createRetentionPolicy(policy.name, options(policy)));
      if (policy.shardDuration !== undefined) await ask(alter(policy));
    },
    alterPolicy: (policy) => ask(alter(policy)),
    async hasMeasurements() {
      const names = await ask(client.getMeasurements(database));
      return names.length > 0;
    },
  };
}

/** The pool's own retries and back-off are off: `No host available` would hide what is wrong. */
function clientOf({ url, database, username, password, timeoutMs }: InfluxSettings): InfluxDB {
  const { protocol, hostname, port, pathname } = new URL(url);
  const isTls = protocol === "https:";
  return new InfluxDB({
    protocol: isTls ? "https" : "http",
    host: hostname,
    port: port === "" ? (isTls ? 443 : 80) : Number(port),
    path: pathname.replace(/\/+$/, ""),
    database,
    ...(username === null ? {} : { username, password: password ?? "" }),
    pool: { maxRetries: 0, requestTimeout: timeoutMs, backoff: noBackoff },
  });
}

/** The client never settles when an answer breaks off in the middle. */
async function safely<T>(answer: Promise<T>, timeoutMs: number, redactor: Redactor): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`InfluxDB did not answer in full within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([answer, late.promise]);
  } catch (error) {
    throw new InfluxAdminError(printable(redactor.text(reasonOf(error)), longestReason));
  } finally {
    clearTimeout(timer);
  }
}

/** Of several addresses that refused, Node gives an error without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return error.message || ("code" in error ? String(error.code) : error.name);
}
