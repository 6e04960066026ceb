import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCompose, repository, serviceOf } from "./support/compose/compose-file.ts";
import { layOutImage, readImage } from "./support/compose/image.ts";
import { type Container, type Place, canMount, startNatively, stop, untilHealthy } from "./support/compose/native.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";
import { freePort, temporaryFolder } from "./support/sonde.ts";

const compose = readCompose();
const folder = temporaryFolder();
const secretsFolder = join(folder.path, "secrets");

beforeAll(() => void execFileSync(process.execPath, [join(repository, "scripts/secrets.mjs"), secretsFolder]));
afterAll(() => folder.remove());

const password = (name: string) => readFileSync(join(secretsFolder, name), "utf8").trim();

describe("what the file says, run on this machine", () => {
  const image = readImage();
  const running: Container[] = [];
  let influxd: Influxd;
  let place: Place;
  let ports: { web: number; demo: number };

  beforeAll(async () => {
    const app = join(folder.path, "app");
    layOutImage(image, app);
    withoutQuietNow(join(app, "sonde.config.ts"));
    linkPackages(join(repository, "node_modules"), join(app, "node_modules"));
    influxd = await startInfluxd({ env: serviceOf(compose, "influxdb").environment });
    ports = { web: await freePort(), demo: await freePort() };
    for (const name of ["data", "tmp"]) mkdirSync(join(folder.path, name));
    place = {
      app,
      translations: [
        ["http://influxdb:8086", influxd.url],
        ["http://127.0.0.1:8086", influxd.url],
        [":4610", `:${ports.web}`],
        ["4620", String(ports.demo)],
        ["/usr/local/bin/k6", process.env["SONDE_K6"] ?? "k6"],
        ["/run/secrets", secretsFolder],
        ["/data", join(folder.path, "data")],
      ],
      writable: ["data", "tmp"].map((name) => join(folder.path, name)),
    };
  });
  afterAll(async () => {
    for (const { child, ended } of running) {
      child.kill("SIGKILL");
      await ended;
    }
    await influxd?.remove();
  });

  /** As Compose would: entry point and command of the service, else of the image; the image's environment below the service's. */
  function start(name: string): Container {
    const { entrypoint, command, environment } = serviceOf(compose, name);
    const here = {
      SONDE_WEB_PORT: String(ports.web),
      SONDE_DEMO_URL: `http://127.0.0.1:${ports.demo}`,
      TMPDIR: join(folder.path, "tmp"),
      HOME: "/nonexistent",
    };
    const words = [...(entrypoint ?? image.entrypoint), ...(command ?? image.command)];
    const container = startNatively(words, { ...image.env, ...environment, ...here }, place);
    running.push(container);
    return container;
  }
  const healthy = (name: string, container?: Container) =>
    untilHealthy(serviceOf(compose, name).healthcheck.test ?? [], place, () => container?.output() ?? "");
  async function ask(user: string, secret: string, path: string, body: URLSearchParams | string) {
    const authorization = `Basic ${Buffer.from(`${user}:${password(secret)}`).toString("base64")}`;
    const response = await fetch(`${influxd.url}${path}`, { method: "POST", headers: { authorization }, body });
    return { status: response.status, text: await response.text() };
  }
  const query = (user: string, secret: string, q: string) => ask(user, secret, "/query?db=sonde", new URLSearchParams({ q }));

  test("InfluxDB with that environment is healthy, and closed to strangers", async () => {
    await healthy("influxdb");
    // 403 before there is a user, 401 from then on.
    expect([401, 403]).toContain((await fetch(`${influxd.url}/query?q=SHOW%20DATABASES`)).status);
  });

  test("its set-up makes database, policies and users, and changes nothing the second time", async () => {
    const first = start("influxdb-setup");
    expect([await first.ended, first.output()]).toEqual([
      0,
      expect.stringMatching(/created administrator admin[\s\S]*created sonde[\s\S]*created grafana/),
    ]);
    const second = start("influxdb-setup");
    expect([await second.ended, second.output()]).toEqual([0, expect.stringMatching(/administrator admin is there/)]);
    const { text } = await query("admin", "influx-admin", "SHOW RETENTION POLICIES ON sonde");
    expect(text).toMatch(/"raw","2160h0m0s","[^"]+",1,true/);
    expect(text).toMatch(/"rollups"/);
  });

  test("a changed password reaches InfluxDB with the next start; a lost one of the administrator is told", async () => {
    const files = ["influx-grafana", "influx-admin"].map((name) => join(secretsFolder, name));
    const [reader = "", admin = ""] = files;
    for (const file of files) chmodSync(file, 0o600);
    writeFileSync(reader, "another-password\n");
    expect(await start("influxdb-setup").ended).toBe(0);
    expect((await query("grafana", "influx-grafana", "SHOW MEASUREMENTS")).status).toBe(200);
    const before = readFileSync(admin, "utf8");
    writeFileSync(admin, "not-the-right-one\n");
    const lost = start("influxdb-setup");
    expect([await lost.ended, lost.output()]).toEqual([1, expect.stringContaining("another password for admin")]);
    writeFileSync(admin, before);
  });

  const arrived = () =>
    query(
      "grafana",
      "influx-grafana",
      "SELECT probe, up FROM probe_run; SELECT duration_ms, step FROM probe_step WHERE step = 'sign-in'",
    );

  test("the worker measures the stand-in, its points arrive, and it drains on SIGTERM", async () => {
    const demo = start("demo");
    await healthy("demo", demo);
    const worker = start("worker");
    await healthy("worker", worker);
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 500))) {
      const { text } = await arrived();
      if (/"health",1/.test(text) && /"sign-in"/.test(text)) break;
    }
    expect((await arrived()).text, worker.output()).toMatch(/"health",1/);
    expect(await stop(worker)).toBe(0);
    expect(await stop(demo)).toBe(0);
    expect(worker.output()).not.toMatch(/EROFS|read-only|ENOENT/);
    if (!canMount()) console.log("no mount namespace could be made: the root file system was writable");
  });

  test("Grafana's user may read and nothing else, the worker's may write and not administer", async () => {
    expect((await ask("grafana", "influx-grafana", "/write?db=sonde", "worker,location=x runs=1i")).status).toBe(403);
    expect((await query("grafana", "influx-grafana", "DROP MEASUREMENT probe_run")).text).toContain("error");
    expect((await query("sonde", "influx-sonde", "CREATE DATABASE other")).text).toContain("error");
    expect((await ask("sonde", "influx-sonde", "/write?db=sonde", "worker,location=x runs=1i")).status).toBe(204);
  });
});

/** A link a package, and npm's record: whatever set-up did in there, the repository's own packages would be out of its reach. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
}

/** Twenty minutes before cold-start's tick nothing else runs: the tick goes to the other half of the day. */
function withoutQuietNow(config: string): void {
  const before = readFileSync(config, "utf8");
  const after = before.replace('cron: "0 4 * * *"', `cron: "0 ${(new Date().getUTCHours() + 12) % 24} * * *"`);
  expect(after).not.toBe(before);
  writeFileSync(config, after);
}
