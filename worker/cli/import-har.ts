import { readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { messageOf } from "../kit/message-of.ts";
import { printable } from "../kit/printable.ts";
import { type Chosen, chooseRequests } from "../project/choose-requests.ts";
import { type ImportedJourney, importRecording, maxSteps } from "../project/import-recording.ts";
import { nameFrom, whyNoName } from "../project/journey-name.ts";
import { importsOf } from "../project/kit-imports.ts";
import { type RecordedRequest, RecordingError, readRecording } from "../project/read-recording.ts";
import { type CommonOptions, configFile } from "./configuration.ts";
import { Exit, exitCodes } from "./exit.ts";
import { triedAndScheduled, writeJourney } from "./new-journey.ts";

export interface ImportOptions extends CommonOptions {
  name?: string;
  host?: string[];
  assets?: boolean;
}

/** Makes a journey out of a browser's recording. Returns the exit code. */
export function importHar(file: string, options: ImportOptions): number {
  const name = options.name ?? nameFrom(basename(file, extname(file)));
  const reason = whyNoName(name);
  if (reason !== null) throw new Exit(exitCodes.configuration, reason);
  const recorded = recordedIn(file);
  const chosen = chooseRequests(recorded, { hosts: options.host ?? [], assets: options.assets === true });
  refuseOddAmounts(file, recorded, chosen);
  const probes = join(dirname(configFile(options)), "probes");
  const imported = importRecording(recorded, chosen.requests, importsOf(probes));
  const path = writeJourney(probes, name, imported.text);
  console.log(
    [
      `Made ${path}: ${countOf(chosen.requests.length, "step")} from ${countOf(recorded.length, "request")}.`,
      ...leftOutLines(chosen),
      ...replacedLines(imported),
      ...secretLines(imported, options.target ?? "staging"),
      "",
      triedAndScheduled(name, path, options.target, { every: "5m", timeout: "60s" }),
      "",
      `${file} still holds everything that was recorded: delete it, and never commit it.`,
    ].join("\n"),
  );
  return exitCodes.fine;
}

function recordedIn(file: string): RecordedRequest[] {
  try {
    return readRecording(readFileSync(file, "utf8"));
  } catch (error) {
    const why =
      error instanceof RecordingError
        ? `${file} cannot be imported: ${error.message}.`
        : `${file} cannot be read: ${messageOf(error)}.`;
    throw new Exit(
      exitCodes.configuration,
      `${why}\nSave a recording in the browser's developer tools: Network, "Save all as HAR".`,
      {
        cause: error,
      },
    );
  }
}

function refuseOddAmounts(file: string, recorded: readonly RecordedRequest[], { requests, leftOut }: Chosen): void {
  if (requests.length === 0) {
    const why = leftOut.size === 0 ? "It holds no request." : leftOutLines({ requests, leftOut }).join("\n");
    throw new Exit(exitCodes.configuration, `Nothing of ${file} can become a step.\n${why}`);
  }
  if (requests.length > maxSteps) {
    throw new Exit(
      exitCodes.configuration,
      `${file} would become ${requests.length} steps of ${recorded.length} requests, and a run has at most ${maxSteps}.\nRecord less at a time, or name the hosts that matter: --host HOST.`,
    );
  }
}

function leftOutLines({ leftOut }: Chosen): string[] {
  return [...leftOut].map(([reason, count]) => `  left out ${count}: ${printable(reason, 160)}`);
}

function replacedLines({ secrets, taken, cut }: ImportedJourney): string[] {
  const lines = [
    ...[...secrets].map(([name, used]) => `  ${name}: a secret, in ${usedIn(used)}`),
    ...[...taken].map(
      ([name, { from, used }]) => `  ${name}: read from the answer of ${printable(from, 80)}, for ${usedIn(used)}`,
    ),
    ...cut.map((title) => `  look at the body of ${printable(title, 80)}: what seemed to be a credential in it was cut out`),
  ];
  return lines.length === 0 ? ["It holds no passwords, tokens or cookies."] : ["Replaced:", ...lines];
}

function usedIn(titles: readonly string[]): string {
  const [first = "", ...more] = [...new Set(titles)];
  return `${printable(first, 80)}${more.length > 0 ? ` and ${more.length} more` : ""}`;
}

function secretLines({ secrets }: ImportedJourney, target: string): string[] {
  if (secrets.size === 0) return [];
  const variable = (name: string) => `${target}_${name}`.toUpperCase().replaceAll(/\W/g, "_");
  return [
    "",
    "Secrets that the target needs, in sonde.config.ts, and their values in the environment:",
    ...[...secrets.keys()].map((name) => `  ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: { env: "${variable(name)}" },`),
  ];
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
