import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Influxd, startInfluxd } from "../../test/support/influxd.ts";
import { until } from "./wait.ts";

/** An InfluxDB whose files can be looked at. It moves what is written from its log into data files, and compacts these, within seconds. */
export interface InfluxOnDisk extends AsyncDisposable {
  influxd: Influxd;
  /** Bytes of a database's data files, once all of it is in them and they are compacted. */
  settledBytes(database: string, signal: AbortSignal): Promise<number>;
}

const settleMs = 600_000;
const stillMs = 6_000;

export async function startInfluxOnDisk(folder: string): Promise<InfluxOnDisk> {
  const [dataFolder, logFolder] = [join(folder, "data"), join(folder, "wal")];
  const influxd = await startInfluxd({
    env: {
      INFLUXDB_DATA_DIR: dataFolder,
      INFLUXDB_DATA_WAL_DIR: logFolder,
      INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION: "2s",
      INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION: "3s",
    },
  });
  return {
    influxd,
    [Symbol.asyncDispose]: () => influxd.remove(),
    async settledBytes(database, signal) {
      const bytesOf = (root: string) => bytesIn(join(root, database), /\.(tsm|wal)$/);
      let last = -1;
      let sinceMs = performance.now();
      return until(
        () => {
          const bytes = bytesOf(dataFolder);
          if (bytes !== last) [last, sinceMs] = [bytes, performance.now()];
          const isStill = performance.now() - sinceMs > stillMs;
          return isStill && bytes > 0 && bytesOf(logFolder) === 0 ? bytes : null;
        },
        { what: `InfluxDB had compacted ${database}`, signal, limitMs: settleMs, everyMs: 250 },
      );
    },
  };
}

function bytesIn(folder: string, pattern: RegExp): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => pattern.test(file));
  return files.reduce((bytes, file) => bytes + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0), 0);
}
