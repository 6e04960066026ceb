import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join as joinPaths, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nearest } from "./nearest.ts";
import { type Report, join, show } from "./report.ts";

/** What a path to a journey that comes with Sonde starts with. */
const ownPrefix = "sonde/probes/";

/**
 * The absolute path of a journey, or `null` after saying that there is none: a path from the folder of the configuration, else
 * `sonde/probes/NAME.ts`.
 */
export function journeyOf(text: string, path: string, folder: string, report: Report): string | null {
  const file = resolve(folder, text);
  if (existsSync(file)) return file;
  const own = text.startsWith(ownPrefix) ? text.slice(ownPrefix.length) : "";
  if (journeysIn(ownFolder()).includes(own)) return joinPaths(ownFolder(), own);
  report({ path: join(path, "journey"), ...notFound(text, file) });
  return null;
}

/** Names of the journeys that come with Sonde: `dashboard`. Those that put something right are none. */
export function ownJourneys(): string[] {
  return journeysIn(ownFolder())
    .map((file) => file.replace(/\.[jt]s$/, ""))
    .filter((name) => name !== "cleanup");
}

/** The absolute path of one of them; `null`: there is none of that name. */
export function ownJourney(name: string): string | null {
  return ownJourneys().includes(name) ? joinPaths(ownFolder(), `${name}.ts`) : null;
}

/** In the repository and in the package, whose bundle is in `dist`. */
function ownFolder(): string {
  const fromHere = import.meta.url.endsWith(".ts") ? "../../probes" : "../probes";
  return fileURLToPath(new URL(fromHere, import.meta.url));
}

function notFound(text: string, file: string) {
  const beside = journeysIn(dirname(file));
  const own = journeysIn(ownFolder()).map((name) => `${ownPrefix}${name}`);
  const choices = [
    ...(beside.length > 0 ? [`beside it are ${beside.join(", ")}`] : []),
    ...(own.length > 0 ? [`with Sonde come ${own.join(", ")}`] : []),
  ];
  return {
    found: `no file at ${file}`,
    expected: ["the path of a k6 script", ...choices].join("; "),
    paste: pasteFor(text, beside, own),
  };
}

function pasteFor(text: string, beside: readonly string[], own: readonly string[]): string | null {
  const near = nearest(basename(text), beside);
  if (near !== null) return show(text.replace(/[^/]*$/, near));
  const ownNear = nearest(text, own) ?? nearest(`${ownPrefix}${basename(text)}`, own);
  return ownNear && show(ownNear);
}

function journeysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => /\.[jt]s$/.test(file) && !/\.(test|d)\.ts$/.test(file));
}
