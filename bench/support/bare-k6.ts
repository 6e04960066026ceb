import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../worker/contract/config.ts";
import { runVariables } from "../../worker/contract/settings.ts";
import { bundle, stopBundling } from "../../worker/k6/bundle.ts";
import { within } from "./wait.ts";

/** Runs a journey's bundle with k6 alone, again and again. */
export interface BareK6 {
  /** One run to its end; rejects when k6 fails. */
  run(): Promise<void>;
}

export interface BareK6Options {
  k6: string;
  /** Absolute path of the journey. */
  journey: string;
  target: Target;
  /** Its files go there. */
  folder: string;
  /** More arguments for `k6 run`, such as an output. */
  more?: readonly string[];
}

const longestMs = 30_000;

/** No sample, no summary: the least that k6 can do. What the kit needs to know comes as from the worker. */
const leastArguments = ["run", "--quiet", "--no-color", "--summary-mode=disabled", "--no-usage-report", "--address="];

export async function bareK6({ k6, journey, target, folder, more = [] }: BareK6Options): Promise<BareK6> {
  const script = join(folder, "bundle.js");
  const secrets = join(folder, "secrets");
  writeFileSync(script, (await bundle(journey)).code);
  await stopBundling();
  writeFileSync(
    secrets,
    Object.entries(target.secrets)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    { mode: 0o600 },
  );
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, ...variablesFor(target) };
  const args = [...leastArguments, `--secret-source=file=filename=${secrets}`, ...more, script];
  return {
    async run() {
      const child = spawn(k6, args, { env, stdio: ["ignore", "ignore", "pipe"] });
      let complaint = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
      try {
        await within(once(child, "close"), longestMs, "a bare k6 run");
      } finally {
        child.kill("SIGKILL");
      }
      if (child.exitCode !== 0 || complaint !== "")
        throw new Error(`bare k6 ended with ${child.exitCode}: ${complaint.slice(0, 500)}`);
    },
  };
}

function variablesFor({ name, urls, paths, headers, secretHeaders }: Target): Record<string, string> {
  return {
    [runVariables.runId]: "0198f7c0-0000-7000-8000-000000000001",
    [runVariables.traceId]: "0af7651916cd43dd8448eb211c80319c",
    [runVariables.userAgent]: "Sonde/bench (synthetic monitoring)",
    [runVariables.target]: JSON.stringify({ name, urls, paths, headers, secretHeaders }),
  };
}
