import { quoted } from "./code-text.ts";

/** The entry of a probe, to paste into `probes` of the configuration. */
export function probeEntry(name: string, every: string, timeout: string): string {
  const journey = `probes/${name}.ts`;
  return `{ name: ${quoted(name)}, journey: ${quoted(journey)}, every: "${every}", timeout: "${timeout}" },`;
}
