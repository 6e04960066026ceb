import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Where the container's world lies on this machine. */
export interface Place {
  /** `/app` of the image. */
  app: string;
  /** Of the container's paths and addresses, each to what stands for it here; replaced in this order. */
  translations: readonly (readonly [string, string])[];
  /** The only folders that may be written, as volumes and tmpfs are. */
  writable: readonly string[];
}

export interface Container {
  child: ChildProcess;
  output(): string;
  /** Exit code; `null`: ended by a signal. */
  ended: Promise<number | null>;
}

const translate = (text: string, { translations }: Pick<Place, "translations">) =>
  translations.reduce((done, [from, to]) => done.replaceAll(from, to), text);

/** Read-only root with writable islands, in a mount namespace of its own: what `read_only`, volumes and tmpfs make of a container. */
const readOnly = `
for folder in $WRITABLE; do mount --bind "$folder" "$folder" || exit 120; done
mount --bind "$APP" "$APP" && mount -o remount,bind,ro "$APP" && mount -o remount,bind,ro / || exit 120
cd "$APP" && unset WRITABLE APP && exec "$@"`;

let mounts: boolean | null = null;

/** Whether this user may make mount namespaces; without, the root stays writable. */
export function canMount(): boolean {
  mounts ??=
    spawnSync("unshare", ["--mount", "sh", "-c", "mount --bind /mnt /mnt && mount -o remount,bind,ro /mnt"]).status === 0;
  return mounts;
}

/** Starts what a container would start, with nothing but its environment. */
export function startNatively(command: readonly string[], env: Readonly<Record<string, string>>, place: Place): Container {
  const [program = "", ...args] = command.map((word) => translate(word, place));
  const node = program === "node" ? process.execPath : program;
  const translated = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, translate(value, place)]));
  for (const folder of place.writable) mkdirSync(folder, { recursive: true });
  const base = { PATH: "/usr/bin:/bin", ...translated };
  const child = canMount()
    ? spawn("/usr/bin/unshare", ["--mount", "--propagation", "private", "sh", "-c", readOnly, "sh", node, ...args], {
        env: { ...base, APP: place.app, WRITABLE: place.writable.join(" ") },
        stdio: ["ignore", "pipe", "pipe"],
      })
    : spawn(node, args, { cwd: place.app, env: base, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return { child, output: () => said, ended: once(child, "close").then(() => child.exitCode) };
}

/** Waits as Compose does, by the service's own health check. Throws with `says` when it stays unhealthy for a minute. */
export async function untilHealthy(test: readonly string[], place: Place, says: () => string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) if (await isHealthy(test, place)) return;
  throw new Error(`not healthy within a minute by ${test.join(" ")}. It says:\n${says()}`);
}

/** `CMD node …` is run as it is; `curl` of the images is a request for its last argument. */
async function isHealthy([, program, ...args]: readonly string[], place: Place): Promise<boolean> {
  const words = args.map((word) => translate(word, place));
  if (program === "node") return spawnSync(process.execPath, words, { cwd: place.app, env: {} }).status === 0;
  return fetch(words.at(-1) ?? "", { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** SIGTERM, and the exit code. */
export async function stop({ child, ended }: Container): Promise<number | null> {
  child.kill("SIGTERM");
  return ended;
}
