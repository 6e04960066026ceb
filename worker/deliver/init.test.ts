import { describe, expect, test } from "vitest";
import type { InfluxSettings } from "../contract/config.ts";
import { createRedactor } from "../kit/redact.ts";
import { type Admin, InfluxAdminError, type Policy } from "./admin.ts";
import { init } from "./init.ts";

const settings: InfluxSettings = {
  url: "http://127.0.0.1:8086",
  database: "sonde",
  username: null,
  password: null,
  timeoutMs: 1_000,
  retention: { raw: "90d", rollups: "INF" },
};

function ping(version: string | null): typeof globalThis.fetch {
  return () =>
    Promise.resolve(new Response(null, { status: 204, headers: version === null ? {} : { "x-influxdb-version": version } }));
}

/** An InfluxDB 1.x in memory. */
function fakeAdmin(given: { databases?: string[]; policies?: Policy[]; holdsData?: boolean } = {}) {
  const databases = given.databases ?? [];
  let policies = given.policies ?? [{ name: "autogen", duration: "0s", isDefault: true }];
  const put = (policy: Policy) => {
    const others = policies.filter(({ name }) => name !== policy.name);
    policies = [...others.map((other) => (policy.isDefault ? { ...other, isDefault: false } : other)), policy];
    return Promise.resolve();
  };
  const admin: Admin = {
    databases: () => Promise.resolve(databases),
    createDatabase: () => Promise.resolve(void databases.push("sonde")),
    policies: () => Promise.resolve(policies),
    createPolicy: put,
    alterPolicy: put,
    hasMeasurements: () => Promise.resolve(given.holdsData ?? false),
  };
  return { admin, policies: () => policies };
}

const nobody = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: new Error("connect ECONNREFUSED") }));

const redactor = createRedactor([]);

describe("sonde influx init on 1.x", () => {
  test("creates database and policies, and does nothing the second time", async () => {
    const { admin, policies } = fakeAdmin();
    const first = await init(settings, redactor, { fetch: ping("1.8.10"), admin });
    expect(first).toEqual({
      kind: "ready",
      version: "1.8.10",
      done: ["created database sonde", "created policy raw (90d, default)", "created policy rollups (INF)"],
    });
    const after = policies();
    const second = await init(settings, redactor, { fetch: ping("1.8.10"), admin });
    expect(second).toMatchObject({
      done: ["database sonde is there", "policy raw (90d, default) is there", "policy rollups (INF) is there"],
    });
    expect(policies()).toEqual(after);
  });

  test("knows its durations again as InfluxDB shows them, and changes what is configured otherwise now", async () => {
    const given = [
      { name: "raw", duration: "2160h0m0s", isDefault: true },
      { name: "rollups", duration: "24h0m0s", isDefault: false },
    ];
    const { admin } = fakeAdmin({ databases: ["sonde"], policies: given });
    const { done } = Object(await init(settings, redactor, { fetch: ping("1.8.10"), admin }));
    expect(done.slice(1)).toEqual(["policy raw (90d, default) is there", "changed policy rollups (INF), it was 24h0m0s"]);
  });

  test("gives roll-ups that are kept for years wide shards, also where they were narrow, and shorter ones InfluxDB's own", async () => {
    const { admin, policies } = fakeAdmin({ databases: ["sonde"] });
    const rollups = () => policies().find(({ name }) => name === "rollups");
    await init({ ...settings, retention: { raw: "90d", rollups: "30d" } }, redactor, { fetch: ping("1.8.10"), admin });
    expect(rollups()?.shardDuration).toBeUndefined();
    await admin.alterPolicy({ name: "rollups", duration: "0s", isDefault: false, shardDuration: "168h0m0s" });
    const { done } = Object(await init(settings, redactor, { fetch: ping("1.8.10"), admin }));
    expect(done[2]).toBe("changed policy rollups (INF): its shards were of 168h0m0s");
    expect(rollups()?.shardDuration).toBe("26w");
  });

  test("never takes the default away from a policy that holds data", async () => {
    const { admin, policies } = fakeAdmin({ databases: ["sonde"], holdsData: true });
    const { done } = Object(await init(settings, redactor, { fetch: ping("1.8.10"), admin }));
    expect(done[1]).toBe("left the default policy autogen (0s) as it is, because it holds data");
    expect(policies().find(({ isDefault }) => isDefault)?.name).toBe("autogen");
  });

  test("fails with InfluxDB's words where the user may not", async () => {
    const { admin } = fakeAdmin();
    const forbidden = { ...admin, createDatabase: () => Promise.reject(new InfluxAdminError("not authorized")) };
    expect(await init(settings, redactor, { fetch: ping("1.8.10"), admin: forbidden })).toEqual({
      kind: "failed",
      reason: "not authorized",
    });
  });
});

describe("the version that answers", () => {
  test.each([
    ["1.8.10", "ready"],
    ["unknown", "ready"],
    ["v2.7.1", "by-hand"],
    ["3.1.0", "by-hand"],
    [null, "failed"],
  ])("%s makes init %s", async (version, kind) => {
    expect((await init(settings, redactor, { fetch: ping(version), admin: fakeAdmin().admin })).kind).toBe(kind);
  });

  test("2.x gets commands that name bucket and user, quoted for a shell", async () => {
    const odd = { ...settings, database: "it's", username: "me" };
    const made = await init(odd, redactor, { fetch: ping("v2.7.1"), admin: fakeAdmin().admin });
    expect(made).toMatchObject({
      kind: "by-hand",
      commands: expect.arrayContaining([expect.stringContaining("--name 'it'\\''s'")]),
    });
  });

  test("nobody who answers is a failure, not an exception", async () => {
    expect(await init(settings, redactor, { fetch: nobody, admin: fakeAdmin().admin })).toEqual({
      kind: "failed",
      reason: "http://127.0.0.1:8086/ping: connect ECONNREFUSED",
    });
  });
});
