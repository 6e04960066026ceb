import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeMachine } from "./fake-machine.ts";
import { fakeReleases } from "./fake-releases.ts";
import { findK6 } from "./k6.mjs";
import { which } from "./which.mjs";

const good = "echo 'k6 v1.8.1 (go1.26.8, linux/amd64)'";
const old = "echo 'k6 v0.57.0 (go1.23.6, linux/amd64)'";
const inCache = "k6-v1.8.1-linux-x64";
const fakeGo = `echo "$@" > "$GOBIN/../go-was-called-with"
printf '#!/bin/sh\\n${good.replaceAll("'", `"`)}\\n' > "$GOBIN/k6"
chmod +x "$GOBIN/k6"`;

describe("SONDE_K6", () => {
  test("comes first", async () => {
    const machine = fakeMachine();
    machine.install("k6", good);
    const chosen = machine.install("my-k6", good, machine.home);
    machine.env["SONDE_K6"] = chosen;
    expect(await findK6(machine)).toBe(chosen);
    expect(machine.said).toEqual([]);
  });

  test.each([
    { title: "does not exist", path: "missing", says: "does not exist" },
    { title: "cannot be executed", path: "text", says: "is not an executable file" },
    { title: "is too old", path: "old", says: "v0.57.0; Sonde needs at least 1.6" },
    { title: "fails", path: "broken", says: "exit code 7:\n    no way" },
  ])("that $title is an error although a good k6 is on PATH", async ({ path, says }) => {
    const machine = fakeMachine();
    machine.install("k6", good);
    chmodSync(machine.install("text", good, machine.home), 0o644);
    machine.install("old", old, machine.home);
    machine.install("broken", "echo no way >&2; exit 7", machine.home);
    machine.env["SONDE_K6"] = join(machine.home, path);
    await expect(findK6(machine)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(says) });
    await expect(findK6(machine)).rejects.toThrow("Set SONDE_K6 to the path of a k6 binary, or unset it");
  });
});

test("k6 on PATH is used without a word when its version is supported", async () => {
  const releases = await fakeReleases("linux");
  const machine = fakeMachine({ SONDE_K6_RELEASES: releases.url });
  const k6 = machine.install("k6", good);
  expect(await findK6(machine)).toBe(k6);
  expect(releases.asked).toEqual([]);
  expect(machine.said).toEqual([]);
});

test("k6 in the tool cache is used without a word when the one on PATH is too old", async () => {
  const machine = fakeMachine();
  machine.install("k6", old);
  mkdirSync(join(machine.cache, inCache), { recursive: true });
  const cached = machine.install("k6", good, join(machine.cache, inCache));
  expect(await findK6(machine)).toBe(cached);
  expect(machine.said).toEqual([]);
});

describe("the release download", () => {
  test("is verified, unpacked, kept, and announced with why it is needed", async () => {
    const releases = await fakeReleases("linux");
    const machine = fakeMachine({ SONDE_K6_RELEASES: `${releases.url}/` });
    machine.install("k6", old);
    const path = await findK6(machine);
    expect(path).toBe(join(machine.cache, inCache, "k6"));
    expect(machine.cacheEntries()).toEqual([inCache]);
    expect(machine.said).toEqual([
      expect.stringContaining("k6 on PATH: "),
      expect.stringContaining("tool cache: "),
      `downloading k6 v1.8.1 from ${releases.url}/v1.8.1`,
    ]);
    expect(await findK6(machine)).toBe(path);
    expect(releases.asked).toEqual(["/v1.8.1/k6-v1.8.1-checksums.txt", "/v1.8.1/k6-v1.8.1-linux-amd64.tar.gz"]);
  });

  test.skipIf(!which("zip", process.env) || !which("unzip", process.env))("is a zip on macOS", async () => {
    const releases = await fakeReleases("macos");
    const machine = fakeMachine({ SONDE_K6_RELEASES: releases.url }, "darwin");
    expect(await findK6(machine)).toBe(join(machine.cache, "k6-v1.8.1-darwin-x64", "k6"));
  });

  test.skipIf(!which("curl", process.env))("goes through a proxy where there is one", async () => {
    const proxy = await fakeReleases("linux");
    const machine = fakeMachine({ SONDE_K6_RELEASES: "http://releases.invalid", http_proxy: proxy.url });
    expect(await findK6(machine)).toBe(join(machine.cache, inCache, "k6"));
    expect(proxy.asked).toHaveLength(2);
  });

  test.each([
    {
      title: "with a wrong checksum is refused loudly",
      faults: { checksum: "f".repeat(64) },
      says: /REFUSED: .*not the file that was released/,
    },
    {
      title: "that is not in the checksum file is refused",
      faults: { checksum: "?" },
      says: /has no checksum of k6-v1.8.1-linux-amd64.tar.gz/,
    },
    { title: "that breaks off is given up", faults: { truncated: true }, says: /linux-amd64.tar.gz could not be downloaded/ },
    {
      title: "that is not there is given up",
      faults: { empty: true },
      says: /checksums.txt could not be downloaded: HTTP status 404/,
    },
    { title: "of another k6 than expected is given up", faults: { prints: "k6 v0.1.0" }, says: /it is v0.1.0/ },
  ])("$title, and nothing of it stays", async ({ faults, says }) => {
    const releases = await fakeReleases("linux", faults);
    const machine = fakeMachine({ SONDE_K6_RELEASES: releases.url });
    await expect(findK6(machine)).rejects.toThrow(says);
    expect(machine.cacheEntries()).toEqual([]);
  });

  test("happens once when two ask at the same time", async () => {
    const releases = await fakeReleases("linux");
    const machine = fakeMachine({ SONDE_K6_RELEASES: releases.url });
    const [one, other] = await Promise.all([findK6(machine), findK6(machine)]);
    expect(one).toBe(other);
    expect(releases.asked).toHaveLength(2);
  });
});

test("go builds k6 into the cache when there is no download, and says so", async () => {
  const releases = await fakeReleases("linux", { empty: true });
  const machine = fakeMachine({ SONDE_K6_RELEASES: releases.url });
  machine.install("go", fakeGo);
  expect(await findK6(machine)).toBe(join(machine.cache, inCache, "k6"));
  expect(readFileSync(join(machine.cache, "go-was-called-with"), "utf8")).toBe("install go.k6.io/k6@v1.8.1\n");
  expect(machine.said.at(-2)).toContain("release download: ");
  expect(machine.said.at(-1)).toMatch(/^building k6 v1.8.1 with .*go \(about 3 minutes/);
});

test("a refused download is not hidden by a build that works", async () => {
  const releases = await fakeReleases("linux", { checksum: "f".repeat(64) });
  const machine = fakeMachine({ SONDE_K6_RELEASES: releases.url });
  machine.install("go", fakeGo);
  await findK6(machine);
  expect(machine.said).toContainEqual(expect.stringContaining("REFUSED"));
});

test("without any k6 one message lists what was tried and three ways out", async () => {
  const machine = fakeMachine();
  machine.install("k6", old);
  machine.install("go", "echo 'go: module lookup disabled' >&2; exit 1");
  const failure = await findK6(machine).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ exitCode: 3 });
  const message = String(failure);
  for (const says of [
    "k6 on PATH: ",
    "v0.57.0",
    "tool cache: no ",
    "release download: ",
    "could not be downloaded",
    "go install: ",
    "module lookup disabled",
  ]) {
    expect(message).toContain(says);
  }
  expect(message.match(/^ {2}\d\. .*/gm)).toEqual([
    expect.stringContaining("install k6"),
    expect.stringContaining("SONDE_K6"),
    expect.stringContaining("install Go"),
  ]);
  expect(existsSync(join(machine.cache, inCache))).toBe(false);
});
