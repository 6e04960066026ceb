import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The real k6 for tests: `SONDE_K6`, or `k6` on PATH. */
export const realK6 = process.env["SONDE_K6"] ?? "k6";

/** Writes an executable shell script into `directory` and gives its path. */
export async function fakeK6(directory: string, name: string, script: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A shell's way to the file that the arguments tell k6 to write its samples into. */
export const samplesFile = `$(printf '%s\\n' "$@" | sed -n 's/^--out=json=//p')`;

/** The real k6, whose samples end 30 bytes early. */
export const cutK6 = (directory: string) => fakeK6(directory, "cut-k6", `'${realK6}' "$@"; truncate -s -30 "${samplesFile}"`);

/** 100 MB of samples. */
export const floodingK6 = (directory: string) =>
  fakeK6(
    directory,
    "flooding-k6",
    `cat > /dev/null; yes '{"type":"Metric","data":{},"metric":"flood"}' | head -c 100000000 > "${samplesFile}"`,
  );

export async function unexecutableK6(directory: string): Promise<string> {
  const path = await fakeK6(directory, "unexecutable-k6", "exit 0");
  await chmod(path, 0o644);
  return path;
}
