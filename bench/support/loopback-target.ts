import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { demoAccount } from "../../demo/server.ts";
import { defaultColdStartHeader, defaultFields, defaultPaths } from "../../worker/config/defaults.ts";
import type { Target } from "../../worker/contract/config.ts";
import { within } from "./wait.ts";

export interface LoopbackTarget extends AsyncDisposable {
  url: string;
  /** As the worker sees it. */
  target: Target;
}

const ready = z.object({ ready: z.literal(true), url: z.string() });

/** The demo platform, without waiting, in a process of its own: what it costs is nobody's. */
export async function startTarget(): Promise<LoopbackTarget> {
  const entry = fileURLToPath(new URL("../../demo/main.ts", import.meta.url));
  const child = fork(entry, ["--port", "0", "--time-scale", "0"], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const over = once(child, "exit");
  const refused = over.then(() => {
    throw new Error("the demo platform ended at once");
  });
  refused.catch(() => undefined);
  const stop = async () => {
    child.kill("SIGKILL");
    await over;
  };
  try {
    const [message] = await within(Promise.race([once(child, "message"), refused]), 15_000, "the demo platform's start");
    const { url } = ready.parse(message);
    return { url, target: targetAt(url), [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function targetAt(url: string): Target {
  return {
    name: "bench",
    load: true,
    urls: { api: url, auth: url, ws: `${url.replace("http", "ws")}/ws` },
    paths: defaultPaths,
    fields: defaultFields,
    coldStartHeader: defaultColdStartHeader,
    secrets: { ...demoAccount },
    secretHeaders: {},
    headers: {},
    components: {},
    blockedRanges: [],
  };
}
