import type { Config } from "../contract/config.ts";
import type { LoadProfile } from "../contract/load.ts";
import { nearest } from "../config/nearest.ts";
import { defaultProfiles } from "../load/profiles.ts";
import { Exit, exitCodes } from "./exit.ts";

/** Every profile, the configured ones in the place of those that Sonde brings along. */
export function knownProfiles({ load }: Pick<Config, "load">): LoadProfile[] {
  const configured = Object.values(load.profiles);
  return [...defaultProfiles.filter(({ name }) => !Object.hasOwn(load.profiles, name)), ...configured];
}

export function profileNamed(name: string, config: Pick<Config, "load">): LoadProfile {
  const known = knownProfiles(config);
  const found = known.find((profile) => profile.name === name);
  if (found) return found;
  const near = nearest(
    name,
    known.map((profile) => profile.name),
  );
  const list = known.map(({ name, purpose }) => `  ${name.padEnd(12)} ${purpose}`).join("\n");
  throw new Exit(exitCodes.configuration, `No profile is named ${name}.${near ? ` Is ${near} meant?` : ""} There are:\n${list}`);
}
