import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";

/** `2 cores, 24.1 GB memory, Some CPU @ 2.10GHz`. */
export function machineSize(): string {
  const cores = cpus();
  return `${cores.length} cores, ${(totalmem() / 1e9).toFixed(1)} GB memory, ${cores[0]?.model.trim() ?? "unknown CPU"}`;
}

/** `k6 1.8.1, InfluxDB 1.8.10, Node 24.21.0`. */
export function toolVersions(tools: { k6: string; influxd: string }): string {
  return [
    `k6 ${versionIn(printed(tools.k6, "version"))}`,
    `InfluxDB ${versionOfInfluxd(tools.influxd)}`,
    `Node ${process.versions.node}`,
  ].join(", ");
}

/** A server made by `go install` does not know its version; the folder that the set-up keeps it in does. */
function versionOfInfluxd(path: string): string {
  const told = versionIn(printed(path, "version"));
  return told === "of unknown version" ? versionIn(path) : told;
}

function versionIn(text: string): string {
  return /\bv?(\d+\.\d+\.\d+)\b/.exec(text)?.[1] ?? "of unknown version";
}

function printed(command: string, argument: string): string {
  return execFileSync(command, [argument], { encoding: "utf8", timeout: 15_000 });
}
