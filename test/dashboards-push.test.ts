import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GrafanaApi, type Interruption, startGrafanaApi } from "./support/grafana-api.ts";
import { freePort, sonde, temporaryFolder } from "./support/sonde.ts";

const uids = ["chat", "cold-start", "iterations", "journey", "load", "overview", "worker"].map((name) => `sonde-${name}`);
const folder = temporaryFolder();
let grafana: GrafanaApi;

beforeEach(async () => {
  grafana = await startGrafanaApi();
});
afterEach(() => grafana.close());
afterAll(() => folder.remove());

const run = (command: "push" | "diff", options: readonly string[] = [], env: Record<string, string> = {}) =>
  sonde(["dashboards", command, "--url", grafana.url, ...options], { GRAFANA_TOKEN: grafana.token, ...env });

const posts = () => grafana.requests.filter((request) => request.startsWith("POST"));

/** Somebody else's, which no command may touch. */
function foreign(uid: string): void {
  grafana.folders.set("theirs", "Theirs");
  grafana.dashboards.set(uid, {
    dashboard: { uid, title: "Theirs", tags: ["team"] },
    id: 77,
    version: 5,
    folderUid: "theirs",
    provisioned: false,
  });
}

test("makes folder and dashboards where there are none, and changes nothing the second time", async () => {
  foreign("their-own");
  const first = await run("push");
  expect([first.code, first.stderr]).toEqual([0, ""]);
  expect(first.stdout.trim().split("\n")).toEqual(uids.map((uid) => `${uid}: created`));
  expect(grafana.folders.get("sonde")).toBe("Sonde");
  expect([...grafana.dashboards].filter(([, { folderUid }]) => folderUid === "sonde").map(([uid]) => uid)).toEqual(uids);
  const before = posts().length;
  const second = await run("push");
  expect([second.code, posts().length - before]).toEqual([0, 0]);
  expect(second.stdout).toBe(first.stdout.replaceAll("created", "as it should be"));
  expect(grafana.dashboards.get("their-own")?.version).toBe(5);
  expect(grafana.requests.some((request) => request.includes("their"))).toBe(false);
});

test("tells what it would change, with exit code 1, and changes nothing", async () => {
  const fresh = await run("diff");
  expect([fresh.code, posts()]).toEqual([1, []]);
  expect(fresh.stdout).toMatch(/^folder sonde: would be made, as "Sonde"\nsonde-chat: would be created\n/);
  await run("push");
  expect(await run("diff")).toMatchObject({ code: 0, stdout: uids.map((uid) => `${uid}: as it should be\n`).join("") });
  const stored = grafana.dashboards.get("sonde-overview");
  if (stored)
    Object.assign(stored, {
      dashboard: { ...stored.dashboard, refresh: "5s", editable: null, extra: { a: 1 } },
      version: 9,
    });
  const changed = await run("diff");
  expect(changed.code).toBe(1);
  expect(changed.stdout).toContain("sonde-overview: would be updated, 3 differences\n");
  expect(changed.stdout).toContain('  refresh: "5s" -> "30s"\n');
  expect(changed.stdout).toContain('  extra: {"a":1} -> nothing\n');
  const pushed = await run("push");
  expect([pushed.code, pushed.stdout]).toEqual([0, expect.stringContaining("sonde-overview: updated, 3 differences\n")]);
  expect(grafana.dashboards.get("sonde-overview")).toMatchObject({ version: 10, dashboard: { refresh: "30s" } });
  expect((await run("diff")).code).toBe(0);
});

test("takes another folder, and moves what is elsewhere there", async () => {
  await run("push");
  grafana.folders.set("staging", "Staging");
  expect((await run("diff", ["--folder", "staging"])).stdout).toContain('  folder: "sonde" -> "staging"\n');
  expect((await run("push", ["--folder", "staging"])).code).toBe(0);
  expect(new Set([...grafana.dashboards.values()].map(({ folderUid }) => folderUid))).toEqual(new Set(["staging"]));
});

test("of a uid that is somebody else's dashboard nothing at all is changed", async () => {
  foreign("sonde-load");
  const { code, stderr } = await run("push");
  expect([code, posts()]).toEqual([2, []]);
  expect(stderr).toContain('Nothing was changed. sonde-load: "Theirs" has this uid and is not Sonde\'s: it has no tag sonde');
});

test("what Grafana reads from files it cannot be given", async () => {
  await run("push");
  for (const stored of grafana.dashboards.values()) stored.provisioned = true;
  expect((await run("push")).code).toBe(0);
  const stored = grafana.dashboards.get("sonde-chat");
  if (stored) stored.dashboard = { ...stored.dashboard, refresh: "1d" };
  const { code, stderr } = await run("push");
  expect([code, stderr]).toEqual([2, expect.stringContaining("sonde-chat: Grafana reads it from a file (provisioning)")]);
  expect((await run("diff")).stdout).toContain("sonde-chat: cannot be pushed: Grafana reads it from a file");
});

/** Before each of the first saves of a dashboard that is there somebody else saves it. */
function meddle(times: number): Interruption {
  let left = times;
  return ({ method, path }) => {
    const stored = grafana.dashboards.get("sonde-chat");
    if (method !== "POST" || path !== "/api/dashboards/db" || !stored || left === 0) return false;
    left -= 1;
    stored.version += 1;
    return false;
  };
}

describe("when somebody saves a dashboard at the same time", () => {
  beforeEach(async () => {
    await run("push");
    const stored = grafana.dashboards.get("sonde-chat");
    if (stored) stored.dashboard = { ...stored.dashboard, refresh: "1d" };
  });

  test("reads it anew and saves it over that", async () => {
    grafana.interrupt = meddle(1);
    expect((await run("push")).code).toBe(0);
    expect(grafana.dashboards.get("sonde-chat")?.dashboard).toMatchObject({ refresh: "1m" });
  });

  test("gives up after three times, with exit code 3", async () => {
    grafana.interrupt = meddle(9);
    const { code, stderr } = await run("push");
    expect([code, stderr]).toEqual([3, expect.stringContaining("sonde-chat was changed by somebody else each of 3 times")]);
  });
});

test("says when there is no data source for the dashboards", async () => {
  grafana.dataSources.clear();
  const { code, stderr } = await run("push");
  expect([code, stderr]).toEqual([0, expect.stringContaining("Grafana has no data source with the uid sonde-influxdb")]);
});

const page = "<!DOCTYPE html><html><body>Sign in</body></html>";
/** The body ends before its length when that is given: the connection stays open. */
function answering(status: number, body: string, headers: Record<string, string> = {}): Interruption {
  return (_, response) => {
    response.writeHead(status, headers);
    if ("content-length" in headers) response.write(body);
    else response.end(body);
    return true;
  };
}

const json = (status: number, message: string) => answering(status, JSON.stringify({ message }));
const refusals: [title: string, interruption: Interruption, code: number, sentence: RegExp][] = [
  ["a token of somebody else", json(401, "Invalid API key"), 2, /does not take the token \(.*401, Invalid API key\)/],
  [
    "a token that may not",
    json(403, "You'll need additional permissions"),
    2,
    /may not do this \(.*additional permissions\)\. .* role Editor/,
  ],
  [
    "a 412 of another kind",
    posting(json(412, "A plugin owns it")),
    2,
    /does not take dashboard sonde-chat \(412\): A plugin owns it/,
  ],
  [
    "a folder that is gone",
    posting(json(404, "folder not found")),
    2,
    /There is no such thing \(POST \/api\/dashboards\/db: 404, folder not found\)/,
  ],
  ["a page instead of JSON", answering(200, page), 2, /answers 200 with a page instead of Grafana's JSON/],
  ["nothing instead of JSON", answering(200, ""), 2, /answers 200 with nothing instead/],
  ["a proxy's page of an error", answering(502, page), 3, /answers 502 with a page/],
  [
    "an error of Grafana's",
    json(500, "Internal Server Error"),
    3,
    /Grafana failed \(GET \/api\/folders\/sonde: 500, Internal Server Error\)/,
  ],
  ["too many requests", json(429, "slow down"), 3, /wants fewer requests/],
  ["JSON that is something else", answering(200, '{"ok":true}'), 2, /is not understood \(.*uid/],
  [
    "a redirect to a sign-in page",
    answering(302, "", { location: "/login" }),
    2,
    /sends elsewhere \(\/login\) instead of answering/,
  ],
  ["no answer at all", () => true, 3, /did not answer within 0\.5 s/],
  ["half an answer", answering(200, "{", { "content-length": "99" }), 3, /did not answer within 0\.5 s/],
];

function posting(interruption: Interruption): Interruption {
  return (request, response) => request.path === "/api/dashboards/db" && interruption(request, response);
}

describe("says what to do, and never the token, for", () => {
  test.each(refusals)("%s", async (_, interruption, code, sentence) => {
    grafana.interrupt = interruption;
    const finished = await run("push", ["--timeout", "500ms"]);
    expect([finished.code, finished.stderr]).toEqual([code, expect.stringMatching(sentence)]);
    expect(finished.stderr.trim().split("\n")).toHaveLength(1);
    expect(finished.stdout + finished.stderr).not.toContain(grafana.token);
  });

  test("a server that repeats the token in its error", async () => {
    grafana.interrupt = json(400, `bad header Bearer ${grafana.token}`);
    const { stderr } = await run("diff");
    expect(stderr).not.toContain(grafana.token);
    expect(stderr).toContain("bad header");
  });

  test("nobody there", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await sonde(["dashboards", "diff", "--url", url], { GRAFANA_TOKEN: grafana.token });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/cannot be reached: .*ECONNREFUSED/)]);
  });

  test("an address without the sub-path", async () => {
    const url = new URL(grafana.url).origin;
    const { code, stderr } = await sonde(["dashboards", "push", "--url", url], { GRAFANA_TOKEN: grafana.token });
    expect([code, stderr]).toEqual([2, expect.stringContaining("is http://127.0.0.1")]);
    expect(stderr).toContain("with its sub-path?");
  });
});

/** A file with that text. */
function file(text: string): string {
  const path = join(folder.path, "token");
  writeFileSync(path, text);
  return path;
}

describe("the token", () => {
  test("may come from a file, with a line break at its end", async () => {
    const { code } = await run("diff", ["--token-file", file(`${grafana.token}\n`)], { GRAFANA_TOKEN: "" });
    expect(code).toBe(1);
  });

  const mistakes: [title: string, options: () => string[], sentence: RegExp][] = [
    ["is missing", () => [], /No token: set GRAFANA_TOKEN, or name a file/],
    ["is in a file that is not there", () => ["--token-file", "/nowhere/token"], /\/nowhere\/token cannot be read/],
    ["is in an empty file", () => ["--token-file", file("\n")], /is empty: it should hold the token/],
    ["is two words", () => ["--token-file", file("two words")], /holds no token: one is a single word/],
    ["comes with an address that is none", () => ["--url", "grafana.example.com"], /No token|begins with https/],
  ];
  test.each(mistakes)("%s: exit code 2", async (_, options, sentence) => {
    const { code, stderr } = await run("push", options(), { GRAFANA_TOKEN: "" });
    expect([code, stderr, grafana.requests]).toEqual([2, expect.stringMatching(sentence), []]);
  });
});

const addresses: [title: string, options: string[], sentence: RegExp][] = [
  ["none", [], /Where is Grafana\?/],
  ["no scheme", ["--url", "grafana.example.com"], /it begins with https/],
  ["credentials in it", ["--url", "http://admin:secret@127.0.0.1"], /use a token instead/],
  ["a folder that is no uid", ["--url", "http://127.0.0.1", "--folder", "my folder"], /a folder's uid has 1 to 40 letters/],
  ["a time that is none", ["--url", "http://127.0.0.1", "--timeout", "soon"], /write it as 15s/],
];
test.each(addresses)("an address with %s: exit code 2", async (_, options, sentence) => {
  const { code, stderr } = await sonde(["dashboards", "diff", ...options], { GRAFANA_TOKEN: grafana.token });
  expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
  expect(stderr).not.toContain("secret");
});
