import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Loaded, loadConfig, loadDefaults } from "./load.ts";

let folder: string;
let files = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sonde-config-"));
  mkdirSync(join(folder, "probes"));
  for (const name of ["health", "chat"]) writeFileSync(join(folder, "probes", `${name}.ts`), "");
  writeFileSync(join(folder, "password"), "from the file\n");
  writeFileSync(join(folder, "empty"), "\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const health = { name: "health", journey: "probes/health.ts", every: "30s" };
const good = { targets: { demo: { urls: { api: "http://127.0.0.1:4620" } } }, probes: [health] };
const withSecret = {
  ...good,
  targets: { demo: { ...good.targets.demo, secrets: { password: { env: "PASSWORD" } } } },
};

function loadText(text: string, env: Record<string, string> = {}, target?: string): Promise<Loaded> {
  const file = join(folder, `config-${files++}.mjs`);
  writeFileSync(file, text);
  return loadConfig({ file, env, nowMs: Date.UTC(2026, 0, 1), ...(target !== undefined && { target }) });
}

function load(config: unknown, env: Record<string, string> = {}, target?: string): Promise<Loaded> {
  return loadText(`export default ${JSON.stringify(config)}`, env, target);
}

async function configOf(config: unknown, env: Record<string, string> = {}, target?: string) {
  const loaded = await load(config, env, target);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded.config;
}

async function problemsOf(config: unknown, env: Record<string, string> = {}, target?: string) {
  const loaded = await load(config, env, target);
  return loaded.ok ? [] : loaded.problems;
}

describe("a configuration that is right", () => {
  test("gets absolute paths, milliseconds and every default", async () => {
    const config = await configOf(good);
    expect(config).toMatchObject({
      target: "demo",
      targets: {
        demo: {
          urls: { api: "http://127.0.0.1:4620", auth: "http://127.0.0.1:4620", ws: "ws://127.0.0.1:4620/ws" },
          paths: { signIn: "/auth/login", signUp: "/auth/signup", chatStream: "/api/chat/stream", profile: "/api/profile" },
          fields: { token: "access_token", costAlerts: "preferences.notifications.cost_alerts" },
          coldStartHeader: "x-cold-start",
          secrets: {},
        },
      },
      probes: [
        {
          name: "health",
          journey: join(folder, "probes/health.ts"),
          target: "demo",
          schedule: { kind: "every", everyMs: 30_000 },
          timeoutMs: 30_000,
          confirm: 2,
          recover: 2,
          maxRunsPerDay: null,
          budgetMs: null,
          quietMs: null,
        },
      ],
      location: hostname(),
      influx: null,
      store: { path: join(folder, ".sonde/sonde.db") },
      canary: null,
      web: { host: "127.0.0.1", port: 4610 },
    });
  });

  test("takes what is set from the environment, which wins over the file", async () => {
    const config = await configOf(
      {
        ...good,
        target: "demo",
        location: "file",
        influx: { url: "http://file:8086" },
        store: { path: "file.db" },
        web: { port: 1 },
      },
      {
        SONDE_LOCATION: "here",
        SONDE_INFLUX_URL: "http://127.0.0.1:8086/",
        SONDE_INFLUX_DATABASE: "probes",
        SONDE_INFLUX_USERNAME: "writer",
        SONDE_INFLUX_PASSWORD: "correct horse",
        SONDE_STORE: join(folder, "env.db"),
        SONDE_WEB_PORT: "0",
        SONDE_CANARY: "[::1]:443",
      },
    );
    expect(config).toMatchObject({
      location: "here",
      influx: { url: "http://127.0.0.1:8086", database: "probes", username: "writer", password: "correct horse" },
      store: { path: join(folder, "env.db") },
      web: { port: 0 },
      canary: "[::1]:443",
    });
  });

  test("resolves variables and files, and tells which values are secret", async () => {
    const loaded = await load(
      {
        ...good,
        targets: {
          demo: {
            urls: { api: { env: "API" }, ws: { env: "WS" }, auth: { env: "AUTH" } },
            secrets: { email: { env: "EMAIL" }, password: { env: "PASSWORD" }, token: { env: "TOKEN", default: "t0ken" } },
            headers: { "x-team": "qa", "Proxy-Authorization": { secret: "token" } },
          },
        },
      },
      {
        API: "https://api.example.com/base/",
        AUTH: "https://auth.example.com",
        EMAIL: "a@b.example",
        PASSWORD_FILE: join(folder, "password"),
      },
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.config.targets["demo"]).toMatchObject({
      urls: { api: "https://api.example.com/base", auth: "https://auth.example.com", ws: "wss://api.example.com/base/ws" },
      secrets: { email: "a@b.example", password: "from the file", token: "t0ken" },
      headers: { "x-team": "qa" },
      secretHeaders: { "Proxy-Authorization": "token" },
    });
    expect(loaded.secretValues.sort()).toEqual(["a@b.example", "from the file", "t0ken"]);
    expect(loaded.secretVariables).toEqual(["EMAIL"]);
  });

  test("runs probes that name no target against the one that is selected, and asks for no other's variables", async () => {
    const two = {
      ...good,
      targets: { demo: { urls: { api: { env: "UNSET" } } }, staging: { urls: { api: "https://staging.example.com" } } },
    };
    for (const config of [await configOf(two, {}, "staging"), await configOf(two, { SONDE_TARGET: "staging" })]) {
      expect(config.target).toBe("staging");
      expect(config.probes.map(({ target }) => target)).toEqual(["staging"]);
      expect(Object.keys(config.targets)).toEqual(["staging"]);
    }
  });

  test("calls paths, fields and the cold start's header what the target calls them, and leaves the others", async () => {
    const { targets } = await configOf(
      target({
        paths: { signUp: "/users", chatStream: "/chat.sse", profile: "/me/profile" },
        fields: { email: "username", token: "data.jwt", tutorialMode: "settings.tutorial" },
        coldStartHeader: "x-instance-start",
      }),
    );
    expect(targets["demo"]).toMatchObject({
      paths: { signUp: "/users", signIn: "/auth/login", chatStream: "/chat.sse", profile: "/me/profile" },
      fields: { email: "username", password: "password", token: "data.jwt", tutorialMode: "settings.tutorial" },
      coldStartHeader: "x-instance-start",
    });
  });

  test("has probes with a budget for the whole journey and a quiet time before their ticks", async () => {
    const cold = { name: "cold", journey: "probes/chat.ts", cron: "0 4 * * *", budget: "1m30s", quiet: "20m" };
    const { probes } = await configOf({ ...good, probes: [health, cold] });
    expect(probes.map(({ budgetMs, quietMs }) => [budgetMs, quietMs])).toEqual([
      [null, null],
      [90_000, 1_200_000],
    ]);
  });

  test("has cron probes whose time-out is no longer than their shortest gap", async () => {
    const [probe] = (
      await configOf({
        ...good,
        probes: [{ name: "a", journey: "probes/chat.ts", cron: "0 8,9 * * 1-5", timeZone: "Europe/Berlin" }],
      })
    ).probes;
    expect(probe).toMatchObject({
      schedule: { kind: "cron", cron: "0 8,9 * * 1-5", timeZone: "Europe/Berlin" },
      timeoutMs: 60_000,
    });
  });

  test("has maintenance windows, once and again and again", async () => {
    const { maintenance } = await configOf({
      ...good,
      maintenance: [
        { reason: "move", from: "2026-01-31T22:00:00+01:00", to: "2026-02-01T02:00:00Z" },
        { reason: "backup", target: "demo", cron: "0 3 * * 0", duration: "2h" },
      ],
    });
    expect(maintenance).toEqual([
      {
        target: null,
        reason: "move",
        span: { kind: "once", startMs: Date.UTC(2026, 0, 31, 21), endMs: Date.UTC(2026, 1, 1, 2) },
      },
      { target: "demo", reason: "backup", span: { kind: "cron", cron: "0 3 * * 0", timeZone: "UTC", durationMs: 7_200_000 } },
    ]);
  });
});

const probe = (more: object) => ({ ...good, probes: [{ ...health, ...more }] });
const target = (more: object) => ({ ...good, targets: { demo: { ...good.targets.demo, ...more } } });

describe("a configuration that is wrong says where, what was found, what was expected", () => {
  test.each<[string, unknown, string, RegExp, string | null]>([
    ["an unknown key", { ...good, locaton: "x" }, "locaton", /no key here/, "location"],
    ["an unknown key in a probe", probe({ timout: "5s" }), "probes.health.timout", /no key here/, "timeout"],
    [
      "an unknown key in a target's URLs",
      target({ urls: { api: "http://a", wss: "" } }),
      "targets.demo.urls.wss",
      /no key/,
      "ws",
    ],
    [
      "an unknown key of a variable",
      target({ urls: { api: { env: "A", fallback: "x", default: "http://a" } } }),
      "targets.demo.urls.api.fallback",
      /no key/,
      null,
    ],
    [
      "no targets",
      { ...good, targets: {} },
      "targets",
      /no target/,
      'targets: { staging: { urls: { api: { env: "STAGING_API_URL" } } } }',
    ],
    ["a selected target that is none", { ...good, target: "dmo" }, "target", /dmo, which is no target/, "demo"],
    ["a probe's target that is none", probe({ target: "dem" }), "probes.health.target", /no target/, "demo"],
    [
      "a journey that is not there",
      probe({ journey: "probes/helth.ts" }),
      "probes.health.journey",
      /no file at .*helth\.ts/,
      '"probes/health.ts"',
    ],
    [
      "two probes of one name",
      { ...good, probes: [health, health] },
      "probes[1].name",
      /a second probe named health/,
      'name: "health-2"',
    ],
    ["no schedule", { ...good, probes: [{ name: "a", journey: "probes/chat.ts" }] }, "probes.a", /neither/, 'every: "60s"'],
    ["two schedules", probe({ cron: "* * * * *" }), "probes.health", /both/, null],
    [
      "a time-out longer than the interval",
      probe({ timeout: "31s" }),
      "probes.health.timeout",
      /31s, which is longer/,
      'timeout: "30s"',
    ],
    [
      "a quiet time as long as the interval",
      probe({ quiet: "30s" }),
      "probes.health.quiet",
      /30s, which is not shorter than the 30.0 s between runs/,
      'quiet: "15s"',
    ],
    [
      "a quiet time as long as the shortest gap of a cron",
      { ...good, probes: [{ ...health, every: undefined, cron: "0 8,9 * * 1-5", quiet: "1h" }] },
      "probes.health.quiet",
      /1 h between runs/,
      'quiet: "1800s"',
    ],
    ["a quiet time that is none", probe({ quiet: "a while" }), "probes.health.quiet", /a while/, null],
    ["a journey's budget that is none", probe({ budget: 25 }), "probes.health.budget", /25/, null],
    ["an unknown path", target({ paths: { signup: "/users" } }), "targets.demo.paths.signup", /no key here/, "signUp"],
    ["an unknown field", target({ fields: { tokn: "jwt" } }), "targets.demo.fields.tokn", /no key here/, "token"],
    ["a field that is no path", target({ fields: { token: "data..jwt" } }), "targets.demo.fields.token", /data\.\.jwt/, null],
    ["a request's key with dots", target({ fields: { email: "user.email" } }), "targets.demo.fields.email", /user\.email/, null],
    ["a header that is none", target({ coldStartHeader: "x cold" }), "targets.demo.coldStartHeader", /x cold/, null],
    ["an interval under a second", probe({ every: "500ms" }), "probes.health.every", /500 ms/, 'every: "1s"'],
    ["a duration that is none", probe({ every: "half an hour" }), "probes.health.every", /half an hour/, null],
    [
      "cron times that are none",
      { ...good, probes: [{ ...health, every: undefined, cron: "61 * * * *" }] },
      "probes.health.cron",
      /61/,
      null,
    ],
    [
      "cron times that never come",
      { ...good, probes: [{ ...health, every: undefined, cron: "0 0 30 2 *" }] },
      "probes.health.cron",
      /never/,
      null,
    ],
    [
      "a time zone that is none",
      { ...good, probes: [{ ...health, every: undefined, cron: "* * * * *", timeZone: "Mars" }] },
      "probes.health.timeZone",
      /Mars/,
      null,
    ],
    ["a count that is none", probe({ confirm: 0 }), "probes.health.confirm", /0/, null],
    ["a variable that steers k6", probe({ env: { K6_VUS: "9" } }), "probes.health.env.K6_VUS", /9/, null],
    ["a URL that is none", target({ urls: { api: "staging" } }), "targets.demo.urls.api", /staging/, null],
    [
      "a WebSocket URL that is none",
      target({ urls: { api: "http://a", ws: "http://a" } }),
      "targets.demo.urls.ws",
      /http:/,
      null,
    ],
    ["a URL with a query", target({ urls: { api: "http://a/?x=1" } }), "targets.demo.urls.api", /http:/, null],
    ["a path without a slash", target({ paths: { chat: "api/chat" } }), "targets.demo.paths.chat", /api\/chat/, null],
    [
      "a header's secret that is none",
      target({ secrets: { token: { env: "T", default: "t0ken" } }, headers: { a: { secret: "tokn" } } }),
      "targets.demo.headers.a.secret",
      /tokn/,
      "token",
    ],
    ["a header with a line break", target({ headers: { a: "b\r\nc: d" } }), "targets.demo.headers.a", /not shown/, null],
    [
      "a component's need that is none",
      target({ components: { backend: { needs: ["redis"] } } }),
      "targets.demo.components.backend.needs",
      /redis/,
      null,
    ],
    [
      "a window without a time",
      { ...good, maintenance: [{ reason: "x" }] },
      "maintenance[0]",
      /no time/,
      'cron: "0 3 * * 0", duration: "2h"',
    ],
    [
      "a window that ends before it begins",
      { ...good, maintenance: [{ reason: "x", from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" }] },
      "maintenance[0].to",
      /2026-01-01/,
      null,
    ],
    [
      "a window of a target that is none",
      { ...good, maintenance: [{ reason: "x", target: "dmo", cron: "0 3 * * 0", duration: "2h" }] },
      "maintenance[0].target",
      /dmo/,
      "demo",
    ],
    ["a location that is no tag", { ...good, location: "a b" }, "location", /a b/, null],
    ["a canary without a port", { ...good, canary: "example.com" }, "canary", /example\.com/, null],
    ["a size that is none", { ...good, store: { maxSize: "much" } }, "store.maxSize", /much/, null],
    [
      "a store with no room for history",
      { ...good, store: { maxSize: "100MB", maxOutbox: "60MB" } },
      "store.maxSize",
      /100 MB/,
      'maxSize: "240MB"',
    ],
    [
      "an InfluxQL duration that is none",
      { ...good, influx: { retention: { raw: "ever" } } },
      "influx.retention.raw",
      /ever/,
      null,
    ],
  ])("%s", async (_what, config, path, found, paste) => {
    expect(await problemsOf(config)).toEqual([
      { file: expect.any(String), path, found: expect.stringMatching(found), expected: expect.stringMatching(/\w{3}/), paste },
    ]);
  });

  test("all of it at once: a mistake in one place hides none in another", async () => {
    const problems = await problemsOf({
      targets: { demo: { urls: { api: 1 } }, other: { urls: { api: "x" } } },
      probes: [
        { ...health, budgets: { a: 1 }, timeout: "9m" },
        { ...health, target: "nowhere", journy: "" },
      ],
      store: { retention: "long", pth: "x" },
      maintenance: [{ reason: "x" }],
      target: "third",
    });
    expect(problems.map(({ path }) => path).sort()).toEqual(
      [
        "maintenance[0]",
        "probes.health.budgets.a",
        "probes.health.timeout",
        "probes[1].journy",
        "probes[1].name",
        "probes[1].target",
        "store.pth",
        "store.retention",
        "target",
        "targets.demo.urls.api",
      ].sort(),
    );
  });
});

test("what is wrong in one part of a section hides nothing in the others", async () => {
  const problems = await problemsOf({
    targets: {
      "a b": { urls: { api: "http://a" } },
      other: { urls: { api: "nope" }, secrets: { x: 1 } },
      demo: good.targets.demo,
    },
    target: "other",
    probes: [{ ...health, every: "often", journey: "nowhere.ts", target: "nobody" }],
    influx: { database: "", url: "nope" },
    store: { path: 3, maxSize: "much" },
    maintenance: [{ reason: "x", target: "nobody", cron: 5, duration: "2h" }],
  });
  expect(problems.map(({ path }) => path).sort()).toEqual(
    [
      "influx.database",
      "influx.url",
      "maintenance[0].cron",
      "maintenance[0].target",
      "probes.health.every",
      "probes.health.journey",
      "probes.health.target",
      "store.maxSize",
      "store.path",
      "targets.a b",
      "targets.other.secrets.x",
      "targets.other.urls.api",
    ].sort(),
  );
});

test("where there is no configuration, defaults and SONDE_ variables hold", () => {
  const loaded = loadDefaults({ folder, env: { SONDE_LOCATION: "here", SONDE_STORE: "" } });
  expect(loaded).toMatchObject({
    ok: true,
    config: { location: "here", store: { path: join(folder, ".sonde/sonde.db") }, probes: [] },
  });
  expect(loadDefaults({ folder, env: { SONDE_LOCATION: "a b" } })).toMatchObject({ ok: false, problems: [{ path: "location" }] });
});

describe("secrets", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ["an unset one", {}, /neither PASSWORD nor PASSWORD_FILE/],
    ["an empty one", { PASSWORD: "" }, /neither PASSWORD nor PASSWORD_FILE/],
    ["one with a line break", { PASSWORD: "top\nsecret" }, /a line break/],
    ["one that is too short to be masked", { PASSWORD: "abc" }, /3 characters/],
    ["one that is given twice", { PASSWORD: "topsecret", PASSWORD_FILE: "/x" }, /both PASSWORD and PASSWORD_FILE/],
    ["a file that is not there", { PASSWORD_FILE: "/nowhere/password" }, /ENOENT/],
  ])("%s is a problem that does not tell the value", async (_what, env, found) => {
    const problems = await problemsOf(withSecret, env);
    expect(problems).toEqual([
      expect.objectContaining({ path: "targets.demo.secrets.password", found: expect.stringMatching(found) }),
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/topsecret|top\\n|abc/);
  });

  test("an empty file is a problem", async () => {
    expect(await problemsOf(withSecret, { PASSWORD_FILE: join(folder, "empty") })).toEqual([
      expect.objectContaining({ found: expect.stringContaining("empty file") }),
    ]);
  });

  test("are not for a probe's variables, which everybody can read", async () => {
    const problems = await problemsOf(
      { ...withSecret, probes: [{ ...health, env: { KEY: "correct horse" } }] },
      { PASSWORD: "correct horse" },
    );
    expect(problems).toEqual([expect.objectContaining({ path: "probes.health.env.KEY", found: "the value of a secret" })]);
  });

  test("that stand in the file are refused and not shown", async () => {
    const problems = await problemsOf({
      ...good,
      targets: { demo: { ...good.targets.demo, secrets: { password: "topsecret" }, headers: { Authorization: ["topsecret"] } } },
      influx: { password: "topsecret", username: { name: "topsecret" } },
    });
    expect(problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["influx.password", "targets.demo.secrets.password", "targets.demo.headers.Authorization"]),
    );
    expect(JSON.stringify(problems)).not.toContain("topsecret");
    expect(problems.find(({ path }) => path === "influx.password")?.expected).toContain('{ env: "NAME" }');
  });

  test("in a URL are refused and not shown", async () => {
    for (const [config, env] of [
      [target({ urls: { api: "https://user:topsecret@a.example" } }), {}],
      [good, { SONDE_INFLUX_URL: "http://user:topsecret@127.0.0.1:8086" }],
      [good, { SONDE_INFLUX_URL: "ftp://user:topsecret@127.0.0.1:8086" }],
    ] as const) {
      const problems = await problemsOf(config, env);
      expect(problems).toHaveLength(1);
      expect(JSON.stringify(problems)).not.toContain("topsecret");
    }
  });
});

describe("a file", () => {
  test.each([
    ["that is not there", null, /no configuration at/],
    ["that does not parse", "export default {", /SyntaxError|invalid JS syntax/],
    ["that throws", "throw new Error('boom')", /boom/],
    ["without a default export", "export const config = {}", /nothing as default export/],
    ["that exports a list", "export default []", /\[\] as default export/],
    ["that exports a function", "export default () => ({})", /a function as default export/],
  ])("%s is one problem", async (_what, text, found) => {
    const loaded = text === null ? await loadConfig({ file: join(folder, "nowhere.ts"), env: {} }) : await loadText(text);
    expect(loaded).toMatchObject({ ok: false, problems: [{ found: expect.stringMatching(found) }], partial: null });
  });

  test("whose values throw when they are read is a problem, too", async () => {
    const loaded = await loadText(`export default { targets: { get demo() { throw new Error("boom") } }, probes: [] }`);
    expect(loaded).toMatchObject({ ok: false, problems: [{ found: expect.stringContaining("boom") }], partial: null });
  });

  test("that changed is read again", async () => {
    const file = join(folder, "changing.mjs");
    for (const location of ["one", "two"]) {
      writeFileSync(file, `export default ${JSON.stringify({ ...good, location })}`);
      expect(await loadConfig({ file, env: {} })).toMatchObject({ config: { location } });
    }
  });
});

test("whatever a configuration holds, it is either taken or explained", async () => {
  const value = fc.jsonValue();
  const keys = ["target", "targets", "probes", "maintenance", "influx", "store", "web", "canary", "location", "__proto__", "x"];
  const nearly = fc.oneof(
    fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] }),
    fc.record({ targets: fc.constant(good.targets), probes: fc.array(fc.record({ name: value, journey: value, every: value })) }),
    value,
  );
  await fc.assert(
    fc.asyncProperty(nearly, async (config) => {
      const loaded = await load(config);
      if (loaded.ok) expect(loaded.config.probes.length).toBeGreaterThan(0);
      else expect(loaded.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});
