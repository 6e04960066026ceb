import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { Exit, exitCodes } from "./exit.ts";

/** Every sample of a load run as k6 wrote it, compressed. */
export interface RawFile {
  /** Resolves when it wants more; `undefined`: at once. */
  write(chunk: Buffer): Promise<void> | undefined;
  close(): Promise<void>;
}

/** Opened before anything runs, for this user alone: what k6 writes is not masked. Throws `Exit`. */
export async function openRaw(path: string): Promise<RawFile> {
  const handle = await open(path, "w", 0o600).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Exit(exitCodes.configuration, `--raw ${path} cannot be written (${code}): give a file in a folder that exists.`);
  });
  const gzip = createGzip({ level: 1 });
  const file = createWriteStream(path, { fd: handle });
  gzip.pipe(file);
  let broken: Error | null = null;
  const fail = (error: Error) => (broken = error);
  gzip.on("error", fail);
  file.on("error", fail);
  return {
    write(chunk) {
      if (broken) throw new Error(`--raw ${path} cannot be written: ${broken.message}`);
      if (gzip.write(chunk)) return undefined;
      return new Promise((resolve) => {
        const go = () => {
          gzip.off("drain", go);
          file.off("error", go);
          resolve();
        };
        gzip.once("drain", go);
        file.once("error", go);
      });
    },
    async close() {
      gzip.end();
      await finished(file).catch(() => undefined);
    },
  };
}
