import type { InfluxSettings } from "../contract/config.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Redactor } from "../kit/redact.ts";
import { type Admin, InfluxAdminError, createAdmin } from "./admin.ts";
import { commandsFor } from "./commands-by-hand.ts";
import { generationOf } from "./influx-version.ts";
import { preparePolicies } from "./policies.ts";

export type Initialised =
  | /** Everything is there. `done` says what was changed and what was left, one sentence each. */ {
      kind: "ready";
      version: string;
      done: string[];
    }
  | /** A version that Sonde does not set up itself. Untested. */ { kind: "by-hand"; version: string; commands: string[] }
  | { kind: "failed"; reason: string };

/** Makes database and retention policies on InfluxDB 1.x. Running it again changes nothing. Never rejects for InfluxDB's faults. */
export async function init(
  settings: InfluxSettings,
  redactor: Redactor,
  { fetch, admin }: { fetch: typeof globalThis.fetch; admin: Admin } = {
    fetch: globalThis.fetch,
    admin: createAdmin(settings, redactor),
  },
): Promise<Initialised> {
  const generation = await generationOf(settings, fetch);
  switch (generation.kind) {
    case "no-influxdb":
      return { kind: "failed", reason: redactor.text(generation.reason) };
    case "2.x":
    case "3.x":
      return { kind: "by-hand", version: generation.version, commands: commandsFor(generation.kind, settings) };
    case "1.x":
      return prepare(settings, admin, generation.version);
    default:
      return exhaustive(generation);
  }
}

/** For a drainer that finds no database: the same, and an error where it is not allowed. */
export function databaseMaker(settings: InfluxSettings, redactor: Redactor): () => Promise<void> {
  return async () => {
    const made = await init(settings, redactor);
    if (made.kind === "failed") throw new InfluxAdminError(made.reason);
    if (made.kind === "by-hand")
      throw new InfluxAdminError(`InfluxDB ${made.version} is set up by hand, see \`sonde influx init\``);
  };
}

async function prepare(settings: InfluxSettings, admin: Admin, version: string): Promise<Initialised> {
  try {
    const database = await prepareDatabase(settings, admin);
    return { kind: "ready", version, done: [database, ...(await preparePolicies(settings.retention, admin))] };
  } catch (error) {
    if (error instanceof InfluxAdminError) return { kind: "failed", reason: error.message };
    throw error;
  }
}

async function prepareDatabase({ database }: InfluxSettings, admin: Admin): Promise<string> {
  if ((await admin.databases()).includes(database)) return `database ${database} is there`;
  await admin.createDatabase();
  return `created database ${database}`;
}
