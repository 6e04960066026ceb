import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Config, Target } from "../contract/config.ts";
import { Exit, exitCodes } from "./exit.ts";

/** The name that stands for the platform's stand-in; it is started for no other. */
export const demoTarget = "demo";

export interface DemoPlatform {
  /** Ends it, unless it was listening already: then it goes on. */
  stop(): Promise<void>;
}

const readySchema = z.object({ ready: z.literal(true), url: z.string() });

/** Uses the demo that listens at the target's address, or starts one for as long as this process lives. */
export async function demoFor(target: Target): Promise<DemoPlatform> {
  const { protocol, hostname, port } = new URL(target.urls.api);
  const isTls = protocol === "https:";
  if (await listens(hostname, Number(port || (isTls ? 443 : 80)))) return { stop: () => Promise.resolve() };
  if (!isLoopback(hostname)) {
    throw new Exit(
      exitCodes.configuration,
      `The demo target is ${target.urls.api}, where nothing answers, and a demo is started on loopback only.\nUnset SONDE_DEMO_URL, or start a demo there.`,
    );
  }
  if (isTls) {
    throw new Exit(
      exitCodes.configuration,
      `The demo target is ${target.urls.api}, where nothing answers, and a demo that speaks TLS is not started by itself.\nStart one with npm run demo -- --tls-port ${port || 443}, which says how to trust it, or unset SONDE_DEMO_URL.`,
    );
  }
  return startDemo(target, hostname.replace(/^\[|\]$/g, ""), port || "80");
}

/** The demo of a worker, whose configuration may come to need one. */
export interface DemoKeeper {
  /** Starts one where a probe runs against the demo and none listens. Throws `Exit` when that fails. */
  need(config: Config): Promise<void>;
  stop(): Promise<void>;
}

export function keepDemo(): DemoKeeper {
  const started: DemoPlatform[] = [];
  let over = false;
  return {
    async need({ targets, probes }) {
      const target = targets[demoTarget];
      if (over || !target || !probes.some((probe) => probe.target === demoTarget)) return;
      const demo = await demoFor(target);
      if (over) await demo.stop();
      else started.push(demo);
    },
    async stop() {
      over = true;
      await Promise.all(started.map((demo) => demo.stop()));
    },
  };
}

async function startDemo({ secrets: { email, password } }: Target, host: string, port: string): Promise<DemoPlatform> {
  const child = fork(demoEntry(), ["--host", host, "--port", port], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Out of the terminal's foreground group: Ctrl-C is for the worker, whose last runs still need a platform.
    detached: true,
    // Its account is no secret to anybody.
    env: { ...process.env, SONDE_DEMO_EMAIL: email, SONDE_DEMO_PASSWORD: password },
  });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-2_000)));
  const outcome = await Promise.race([
    once(child, "message").then(([message]) => readySchema.safeParse(message).success),
    once(child, "exit").then(() => false),
  ]);
  if (!outcome) {
    child.kill("SIGKILL");
    throw new Exit(exitCodes.configuration, `The demo platform could not be started on ${host}:${port}.\n${complaint.trim()}`);
  }
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  };
  return { stop };
}

/** In the repository the source; in the package, next to its bundle. */
function demoEntry(): string {
  const source = fileURLToPath(new URL("../../demo/main.ts", import.meta.url));
  return existsSync(source) ? source : fileURLToPath(new URL("demo.js", import.meta.url));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port, timeout: 1_000 });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
    socket.once("timeout", () => answer(false));
  });
}
