import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import type { Config, InfluxSettings, StoreSettings } from "../contract/config.ts";
import { parseDuration } from "../kit/duration.ts";
import { parseBytes } from "./bytes.ts";
import {
  defaultConcurrency,
  defaultMaxSeries,
  defaultStorePath,
  influxDefaults,
  storeDefaults,
  webDefaults,
} from "./defaults.ts";
import type { Variable } from "./define.ts";
import { buildLoad } from "./load-settings.ts";
import { type Report, show } from "./report.ts";
import type { OuterConfig } from "./schema.ts";
import { baseUrl } from "./url.ts";
import type { Variables } from "./variables.ts";

export type Settings = Omit<Config, "target" | "targets" | "probes" | "maintenance">;

/** Everything about the worker itself. `SONDE_*` variables win over the file. */
export function buildSettings(given: OuterConfig, folder: string, variables: Variables, report: Report): Settings {
  return {
    concurrency: given.concurrency ?? defaultConcurrency,
    location: locationOf(given.location, variables, report),
    influx: influxOf(given.influx ?? {}, variables, report),
    store: storeOf(given.store ?? {}, folder, variables, report),
    canary: canaryOf(given.canary, variables, report),
    maxSeries: given.maxSeries ?? defaultMaxSeries,
    load: buildLoad(given.load ?? {}, folder, report),
    web: { host: given.web?.host ?? webDefaults.host, port: portOf(variables, report) ?? given.web?.port ?? webDefaults.port },
  };
}

/** Gives `variable` where it is set, else what stands in the file, as `where` says it. */
function either(name: string, inFile: string | Variable | undefined, where: string, variables: Variables): string | null {
  const value = variables.get({ env: name }, name);
  if (value !== null || inFile === undefined) return value;
  return typeof inFile === "string" ? inFile : variables.get(inFile, where);
}

function locationOf(given: string | undefined, variables: Variables, report: Report): string {
  const location = either("SONDE_LOCATION", given, "location", variables) ?? hostname();
  if (!/^[^\s,=\\"]{1,100}$/.test(location)) {
    report({ path: "location", found: show(location), expected: "up to 100 characters without blanks, commas, quotes, = or \\" });
  }
  return location;
}

function influxOf(given: NonNullable<OuterConfig["influx"]>, variables: Variables, report: Report): InfluxSettings | null {
  const text = either("SONDE_INFLUX_URL", given.url, "influx.url", variables);
  const url = text === null ? null : baseUrl(text, ["http:", "https:"], "influx.url", report);
  if (url === null) return null;
  const password = variables.optionalSecret({ env: "SONDE_INFLUX_PASSWORD" }, "influx.password");
  return {
    url,
    database: either("SONDE_INFLUX_DATABASE", given.database, "influx.database", variables) ?? influxDefaults.database,
    username: either("SONDE_INFLUX_USERNAME", given.username, "influx.username", variables),
    password: password ?? (given.password ? variables.optionalSecret(given.password, "influx.password") : null),
    timeoutMs: parseDuration(given.timeout ?? "") ?? influxDefaults.timeoutMs,
    retention: {
      raw: given.retention?.raw ?? influxDefaults.retention.raw,
      rollups: given.retention?.rollups ?? influxDefaults.retention.rollups,
    },
  };
}

function storeOf(given: NonNullable<OuterConfig["store"]>, folder: string, variables: Variables, report: Report): StoreSettings {
  const fromEnvironment = variables.get({ env: "SONDE_STORE" }, "SONDE_STORE");
  const path = fromEnvironment === null ? resolve(folder, given.path ?? defaultStorePath) : resolve(fromEnvironment);
  // Runs have their folders beside the store, and k6 cannot read its secrets from such a path.
  if (/[:,]/.test(dirname(path)))
    report({
      path: "store.path",
      found: show(path),
      expected: 'a folder without ":" and "," in its path',
      paste: "export SONDE_STORE=/path/to/sonde.db",
    });
  const maxBytes = parseBytes(given.maxSize ?? "") ?? storeDefaults.maxBytes;
  const maxOutboxBytes = parseBytes(given.maxOutbox ?? "") ?? storeDefaults.maxOutboxBytes;
  // What waits and what was refused may each take as much; only runs are removed to make room.
  if (maxBytes <= 2 * maxOutboxBytes)
    report({
      path: "store.maxSize",
      found: `${maxBytes / 1e6} MB, with up to twice ${maxOutboxBytes / 1e6} MB for InfluxDB in it`,
      expected: "more than twice store.maxOutbox: otherwise no history would be kept while InfluxDB is away",
      paste: `maxSize: "${Math.ceil((4 * maxOutboxBytes) / 1e6)}MB"`,
    });
  return {
    path,
    retentionMs: parseDuration(given.retention ?? "") ?? storeDefaults.retentionMs,
    maxBytes,
    maxOutboxBytes,
  };
}

function canaryOf(given: string | undefined, variables: Variables, report: Report): string | null {
  const canary = either("SONDE_CANARY", given, "canary", variables);
  if (canary === null || /^(\[[\da-f:]+\]|[^\s:/]+):\d{1,5}$/i.test(canary)) return canary;
  report({ path: "canary", found: show(canary), expected: 'host:port, such as "one.example.com:443"' });
  return null;
}

function portOf(variables: Variables, report: Report): number | null {
  const text = variables.get({ env: "SONDE_WEB_PORT" }, "SONDE_WEB_PORT");
  if (text === null) return null;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  report({ path: "SONDE_WEB_PORT", found: show(text), expected: "a port: a number from 0 to 65535" });
  return null;
}
