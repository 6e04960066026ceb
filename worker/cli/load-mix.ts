import { existsSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { ownJourney, ownJourneys } from "../config/journey.ts";
import { unknownName } from "../config/nearest.ts";
import { collectProblems } from "../config/report.ts";
import type { Config, Probe } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";

/** A journey that somebody wants load of. */
export interface Wanted {
  name: string;
  /** Absolute path. */
  file: string;
  weight: number;
  /** Of which it is the journey; `null`: it comes with Sonde, or is a script. */
  probe: Probe | null;
}

/**
 * What words such as `first-time-user:3`, `chat` or `load/script.js` name, or the configured mix where there are none. A name is a probe's
 * first, then a journey's beside the configuration, then one that comes with Sonde.
 */
export function wantedJourneys(
  words: readonly string[],
  config: Config,
  file: string,
): { wanted: Wanted[]; problems: Problem[] } {
  const { problems, report } = collectProblems(file);
  const asked =
    words.length > 0 ? words.map(partsOf) : Object.entries(config.load.mix).map(([name, weight]) => ({ name, weight }));
  if (asked.length === 0)
    report({
      path: "load.mix",
      found: "no journey, neither on the command line nor here",
      expected: `names such as ${config.probes
        .map(({ name }) => name)
        .slice(0, 5)
        .join(", ")}, or the path of a k6 script`,
      paste: `mix: { "${config.probes.at(-1)?.name ?? "chat"}": 1 }`,
    });
  const wanted = asked.flatMap(({ name, weight }): Wanted[] => {
    if (weight === null || !(weight > 0)) {
      report({
        path: "load.mix",
        found: `${name} without a weight that is a number over 0`,
        expected: `${name}:3, or ${name} alone`,
      });
      return [];
    }
    if (isPath(name)) {
      const script = resolve(name);
      if (existsSync(script)) return [{ name: nameOf(script), file: script, weight, probe: null }];
      report({ path: name, found: `no file at ${script}`, expected: "the path of a k6 script" });
      return [];
    }
    const probe = config.probes.find((probe) => probe.name === name) ?? null;
    const path = probe?.journey ?? besideOf(name, file) ?? ownJourney(name);
    if (path !== null) return [{ name, file: path, weight, probe }];
    const known = [...new Set([...config.probes.map((one) => one.name), ...ownJourneys()])];
    report({ path: "load.mix", ...unknownName(name, "probe and no journey that comes with Sonde", known) });
    return [];
  });
  return { wanted, problems };
}

function partsOf(word: string): { name: string; weight: number | null } {
  const [, name = word, weight] = /^(.+):([^:/\\]*)$/.exec(word) ?? [];
  return { name, weight: weight === undefined ? 1 : /^\d+(\.\d+)?$/.test(weight) ? Number(weight) : null };
}

function isPath(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name);
}

/** A name for k6's scenarios, tables and series. */
function nameOf(script: string): string {
  return basename(script, extname(script)).replaceAll(/[^0-9a-zA-Z_-]+/g, "-") || "script";
}

function besideOf(name: string, file: string): string | null {
  const beside = join(dirname(file), "probes", `${name}.ts`);
  return existsSync(beside) ? beside : null;
}
