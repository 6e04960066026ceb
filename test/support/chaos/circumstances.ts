import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { arch, availableParallelism, totalmem, type } from "node:os";
import { version } from "../../../worker/cli/version.ts";
import { realK6 } from "../fake-k6.ts";

/** The machine's size, such as `2 CPUs, 23 GiB memory, Linux x64`. */
export function machineSize(): string {
  return `${availableParallelism()} CPUs, ${Math.round(totalmem() / 2 ** 30)} GiB memory, ${type()} ${arch()}`;
}

export function toolVersions(): string[] {
  return [`Sonde ${version}`, `Node ${process.version}`, said(realK6, ["version"]), influxdVersion()];
}

/** One that `go install` built does not know its own version, but Go does, and writes it into the binary. */
function influxdVersion(): string {
  const influxd = process.env["SONDE_TEST_INFLUXD"] ?? "influxd";
  const told = said(influxd, ["version"]);
  if (!told.includes("unknown") || !existsSync(influxd)) return told;
  const built = /mod\tgithub\.com\/influxdata\/influxdb\t(v[\d.]+)/.exec(readFileSync(influxd, "latin1"))?.[1];
  return built ? `InfluxDB ${built}` : told;
}

/** Name and version, without the commit, the builder and the path of a binary. */
function said(command: string, args: readonly string[]): string {
  const [text = ""] = execFileSync(command, args, { encoding: "utf8" }).split("\n");
  return /^\w+ v?[\d.]+/.exec(text)?.[0] ?? text;
}
