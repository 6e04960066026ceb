import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { writeScript } from "./fake-machine.ts";
import { wantedK6 } from "./k6-version.mjs";

export interface FakeReleases {
  url: string;
  /** Paths that were asked for, in order. */
  asked: string[];
}

interface Faults {
  /** Replaces the archive's checksum in the checksum file. */
  checksum?: string;
  /** Sends only half of the archive, then cuts the connection. */
  truncated?: boolean;
  /** Nothing is there. */
  empty?: boolean;
  /** What the k6 in the archive prints. */
  prints?: string;
}

/** Serves k6 releases as the project lays them out, each archive holding a shell script for k6. */
export async function fakeReleases(system: "linux" | "macos", faults: Faults = {}): Promise<FakeReleases> {
  const name = `k6-v${wantedK6}-${system}-amd64`;
  const file = `${name}.${system === "linux" ? "tar.gz" : "zip"}`;
  const archive = pack(name, file, faults.prints ?? `k6 v${wantedK6} (fake)`);
  const sum = faults.checksum ?? createHash("sha256").update(archive).digest("hex");
  const files: Record<string, Buffer> = {
    [`/v${wantedK6}/k6-v${wantedK6}-checksums.txt`]: Buffer.from(`${"0".repeat(64)}  k6-other.deb\n${sum}  ${file}\n`),
    [`/v${wantedK6}/${file}`]: archive,
  };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://releases").pathname;
    asked.push(path);
    const content = faults.empty ? undefined : files[path];
    if (!content) return response.writeHead(404).end();
    response.writeHead(200, { "content-length": content.length });
    if (!faults.truncated || content !== archive) return response.end(content);
    return response.write(content.subarray(0, content.length / 2), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function pack(name: string, file: string, prints: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "sonde-release-"));
  mkdirSync(join(folder, name));
  writeScript(join(folder, name, "k6"), `echo '${prints}'`);
  if (file.endsWith(".zip")) execFileSync("zip", ["-rq", file, name], { cwd: folder });
  else execFileSync("tar", ["-czf", file, name], { cwd: folder });
  const archive = readFileSync(join(folder, file));
  rmSync(folder, { recursive: true });
  return archive;
}
