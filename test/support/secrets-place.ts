import { readFileSync, readdirSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Where a worker of the test's own keeps things. Only `given` holds secrets, because the test put them there. */
export interface Place {
  given: string;
  /** Store, runs and temporary files: all that a worker writes. */
  written: string;
  store: string;
  config: string;
}

/**
 * Makes the folders and a configuration with one target, `trap`, and a probe for each way of telling secrets. `health` runs at start,
 * and when it is down, the others.
 */
export async function makePlace(folder: string): Promise<Place> {
  const place = {
    given: join(folder, "given"),
    written: join(folder, "written"),
    store: join(folder, "written", "store", "sonde.db"),
    config: join(folder, "given", "sonde.config.mjs"),
  };
  await mkdir(place.given, { recursive: true });
  await mkdir(join(place.written, "tmp"), { recursive: true });
  const probes = [
    { name: "health", journey: join(repository, "probes/auth.ts") },
    { name: "kit", journey: join(repository, "test/fixtures/scripts/secrets-kit.js") },
    { name: "plain", journey: join(repository, "test/fixtures/scripts/secrets-plain.js") },
  ].map((probe) => ({ ...probe, every: "10m", timeout: "40s" }));
  await writeFile(
    place.config,
    `const env = { BASE: process.env.TRAP_URL };
     export default {
       targets: {
         trap: {
           urls: { api: { env: "TRAP_URL" } },
           secrets: {
             email: { env: "TRAP_EMAIL" },
             password: { env: "TRAP_PASSWORD" },
             "proxy-token": { env: "TRAP_PROXY_TOKEN" },
             tenant: { env: "TRAP_TENANT", default: "trap" },
           },
           headers: { "X-Identity-Proxy": { secret: "proxy-token" } },
         },
       },
       probes: ${JSON.stringify(probes)}.map((probe) => ({ ...probe, env })),
     };`,
  );
  return place;
}

/** Every file below a folder and its bytes; files that go away meanwhile are left out. */
export function filesBelow(folder: string): { path: string; mode: number; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    try {
      return entry.isFile() ? [{ path, mode: statSync(path).mode & 0o777, bytes: readFileSync(path) }] : [];
    } catch {
      return [];
    }
  });
}

export interface SeenProcess {
  pid: number;
  parent: number;
  args: string;
  environment: string;
}

/** The list of processes, as this user sees it. */
export function processes(): SeenProcess[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const read = (file: string) => readFileSync(join("/proc", name, file), "utf8");
      const [, parent = "0"] = /\) \S (\d+) /.exec(read("stat")) ?? [];
      const found = { args: read("cmdline").replaceAll("\0", " "), environment: read("environ").replaceAll("\0", "\n") };
      return [{ pid: Number(name), parent: Number(parent), ...found }];
    } catch {
      return [];
    }
  });
}
