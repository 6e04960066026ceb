import { dirname, join, relative } from "node:path";
import { firstJourney } from "../project/first-journey.ts";
import { whyNoName } from "../project/journey-name.ts";
import { importsOf } from "../project/kit-imports.ts";
import { probeEntry } from "../project/probe-entry.ts";
import { makeFile } from "../project/put-files.ts";
import { type CommonOptions, configFile } from "./configuration.ts";
import { Exit, exitCodes } from "./exit.ts";
import { sondeCommand } from "./version.ts";

/** Writes a journey to start from into `probes/`, beside the configuration. Returns the exit code. */
export function newJourney(name: string, options: CommonOptions): number {
  const reason = whyNoName(name);
  if (reason !== null) throw new Exit(exitCodes.configuration, reason);
  const probes = join(dirname(configFile(options)), "probes");
  const file = writeJourney(probes, name, firstJourney(name, importsOf(probes)));
  console.log(`Made ${file}: it works as it is; its comments say what to change.\n`);
  console.log(triedAndScheduled(name, file, options.target, { every: "60s", timeout: "30s" }));
  return exitCodes.fine;
}

/** Writes a journey where none is, and gives its path from here. Ends the command when there is one. */
export function writeJourney(probes: string, name: string, text: string): string {
  const file = join(probes, `${name}.ts`);
  const path = relative(process.cwd(), file);
  try {
    if (makeFile(file, text)) return path;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Exit(exitCodes.configuration, `${path} could not be written: ${error.message}`, { cause: error });
  }
  throw new Exit(exitCodes.configuration, `${path} is there already, and is left as it is. Choose another name.`);
}

/** How to try a journey, and the probe that runs it on a schedule. */
export function triedAndScheduled(
  name: string,
  file: string,
  target: string | undefined,
  { every, timeout }: { every: string; timeout: string },
): string {
  return `Try it:
  ${sondeCommand} once --journey ${file} --target ${target ?? "demo"}

Then add it to probes in sonde.config.ts:
  ${probeEntry(name, every, timeout)}`;
}
