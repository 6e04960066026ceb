import { compileFunction } from "node:vm";
import { describe, expect, test } from "vitest";
import { spellingsOf } from "../kit/spellings.ts";
import { chooseRequests } from "./choose-requests.ts";
import { importRecording } from "./import-recording.ts";
import { readRecording } from "./read-recording.ts";

interface Spoken {
  method?: string;
  headers?: Record<string, string>;
  mimeType?: string;
  body?: string;
  status?: number;
  answer?: unknown;
  answerHeaders?: [string, string][];
}

const site = "https://app.example.com";
const headersOf = (headers: [string, string][]) => headers.map(([name, value]) => ({ name, value }));

function entry(
  path: string,
  { method = "GET", headers = {}, mimeType, body, status = 200, answer = {}, answerHeaders = [] }: Spoken,
) {
  const url = /^\w+:/.test(path) ? path : `${site}${path}`;
  return {
    startedDateTime: "2026-01-31T10:00:00.000Z",
    time: 40,
    request: {
      method,
      url,
      headers: headersOf([...Object.entries(headers), ...(mimeType ? [["Content-Type", mimeType] as [string, string]] : [])]),
      ...(body !== undefined && { postData: { mimeType: mimeType ?? "", text: body } }),
    },
    response: {
      status,
      headers: headersOf(answerHeaders),
      content: { mimeType: "application/json", text: typeof answer === "string" ? answer : JSON.stringify(answer) },
    },
  };
}

function journeyOf(...spoken: [string, Spoken][]) {
  const recorded = readRecording(JSON.stringify({ log: { entries: spoken.map(([path, rest]) => entry(path, rest)) } }));
  const { requests } = chooseRequests(recorded, { hosts: [], assets: false });
  return importRecording(recorded, requests, (file) => `sonde/probes/${file}`);
}

/** Whether a value stands in a text in any spelling: as it is, escaped, URL-encoded, as base64 amid other bytes. */
function holds(text: string, value: string): boolean {
  return spellingsOf(value).whole.some((spelling) =>
    typeof spelling === "string" ? text.includes(spelling) : new RegExp(spelling.source, spelling.flags).test(text),
  );
}

const canary = (name: string) => `canary-${name}-"ä/+&=%-7Q`;
const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ";
const json = (value: unknown): Spoken => ({ method: "POST", mimeType: "application/json", body: JSON.stringify(value) });
const form = (fields: Record<string, string>): Spoken => ({
  method: "POST",
  mimeType: "application/x-www-form-urlencoded; charset=UTF-8",
  body: new URLSearchParams(fields).toString(),
});
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const multipart = (name: string, value: string): Spoken => ({
  method: "POST",
  mimeType: "multipart/form-data; boundary=xyz",
  body: `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--xyz--\r\n`,
});

/** Where a recording may hold a credential, and the request that holds it there. */
const places: [place: string, credentials: string[], ...spoken: [string, Spoken][]][] = [
  ["a password in JSON", [canary("pw")], ["/login", json({ email: "a@b.example", password: canary("pw") })]],
  ["a password deep in JSON", [canary("pw")], ["/login", json({ user: [{ newPassword: canary("pw") }] })]],
  ["a password in JSON in JSON", [canary("pw")], ["/login", json({ payload: JSON.stringify({ password: canary("pw") }) })]],
  [
    "the account beside a password",
    ["who@secret.example"],
    ["/login", json({ email: "who@secret.example", password: "p-123456" })],
  ],
  ["a password in a form", [canary("pw")], ["/login", form({ username: "u-123456", passwd: canary("pw") })]],
  ["a password in a multipart body", ["pw-canary-12"], ["/login", multipart("password", "pw-canary-12")]],
  [
    "a password in XML",
    ["pw-canary-12"],
    ["/login", { method: "POST", mimeType: "text/xml", body: "<a><password>pw-canary-12</password></a>" }],
  ],
  ["a bearer token", ["tok-canary-1"], ["/x", { headers: { Authorization: "Bearer tok-canary-1" } }]],
  ["an authorization without scheme", ["tok-canary-1"], ["/x", { headers: { authorization: "tok-canary-1" } }]],
  [
    "basic credentials",
    [canary("user"), canary("pw")],
    ["/x", { headers: { Authorization: basic(`${canary("user")}:${canary("pw")}`) } }],
  ],
  [
    "an address with name and password",
    ["user-canary", "pw-canary-12"],
    ["https://user-canary:pw-canary-12@app.example.com/x", {}],
  ],
  ["cookies", ["sess-canary-1", "other-canary"], ["/x", { headers: { Cookie: "sid=sess-canary-1; remember=other-canary" } }]],
  ["an API key in a header", ["key-canary-1"], ["/x", { headers: { "X-Api-Key": "key-canary-1" } }]],
  ["a session in a header of its own", ["key-canary-1"], ["/x", { headers: { "X-Session-Id": "key-canary-1" } }]],
  ["a token in the query", [canary("q")], [`/x?a=1&access_token=${encodeURIComponent(canary("q"))}`, {}]],
  ["a code of OAuth in the query", ["oauth-canary-1"], ["/callback?code=oauth-canary-1&state=state-canary-2", {}]],
  ["a JWT in the path", [jwt], [`/invite/${jwt}/accept`, {}]],
  ["a JWT under an ordinary name", [jwt], ["/x", json({ note: `see ${jwt} for this` })]],
  ["a token in an address in a field", ["tok-canary-1"], ["/x", json({ next: "https://app.example.com/?token=tok-canary-1" })]],
  ["a credential used as a key", ["pw-canary-12"], ["/x", json({ password: "pw-canary-12", map: { "pw-canary-12": 1 } })]],
  [
    "a password again as base64 and in a sentence",
    ["pw-canary-12"],
    [
      "/x",
      json({ password: "pw-canary-12", blob: Buffer.from("x:pw-canary-12:y").toString("base64"), text: "it is pw-canary-12!" }),
    ],
  ],
  [
    "a token of a left-out request in a text",
    ["tok-canary-1"],
    ["/x", { method: "POST", mimeType: "text/plain", body: "line\nwith tok-canary-1 in it" }],
    ["https://cdn.example.net/y", { headers: { Authorization: "Bearer tok-canary-1" } }],
  ],
  [
    "a cookie that an answer set, in a body",
    ["sess-canary-1"],
    ["/x", { answerHeaders: [["Set-Cookie", "sid=sess-canary-1; HttpOnly"]] }],
    ["/y", { ...json({ copy: "sess-canary-1" }), headers: { Cookie: "sid=sess-canary-1" } }],
  ],
  [
    "a token that an answer gave",
    [jwt],
    ["/login", { ...json({ password: "p-123456" }), answer: { data: { token: jwt } } }],
    ["/x", { headers: { Authorization: `Bearer ${jwt}` } }],
    [`/y?token=${jwt}`, {}],
  ],
];

describe("no credential of a recording comes into the journey", () => {
  test.each(places)("%s", (_place, credentials, ...spoken) => {
    const { text, secrets, taken } = journeyOf(...spoken);
    for (const value of credentials) {
      expect(holds(JSON.stringify(spoken), value), "the recording holds it").toBe(true);
      expect(holds(text, value), text).toBe(false);
    }
    expect(secrets.size + taken.size).toBeGreaterThan(0);
  });
});

describe("a value that an answer gave and later requests carry is read from that answer", () => {
  test.each<[string, unknown, [string, Spoken], string, string]>([
    [
      "a token",
      { access_token: jwt },
      ["/y", { headers: { Authorization: `Bearer ${jwt}` } }],
      'textAt(response, "access_token")',
      "Bearer ${accessToken}",
    ],
    [
      "an id in a path",
      { items: [{ id: "item-8842" }] },
      ["/y/item-8842", {}],
      'textAt(response, "items.0.id")',
      "/y/${encodeURIComponent(id)}",
    ],
    ["a number in a body", { id: 48_213 }, ["/y", json({ owner: 48_213 })], 'numberAt(response, "id")', "owner: id"],
    [
      "a number as a text in a body",
      { id: 48_213 },
      ["/y", json({ owner: "48213" })],
      'numberAt(response, "id")',
      "owner: String(id)",
    ],
  ])("%s", (_what, answer, later, reading, use) => {
    const { text, secrets } = journeyOf(["/x", { method: "POST", answer }], later);
    expect(text).toContain(reading);
    expect(text).toContain(use);
    expect(text).toMatch(/"[\w-]+": \{ needs: \["post-x"\]/);
    expect(secrets.size).toBe(0);
  });

  test.each<[string, ...[string, Spoken][]]>([
    [
      "the request had it first",
      ["/x", { ...json({ thread: "thread-12" }), answer: { thread: "thread-12" } }],
      ["/y/thread-12", {}],
    ],
    ["the answer came later", ["/y/thread-12", {}], ["/x", { answer: { thread: "thread-12" } }]],
    ["it is an ordinary word", ["/x", { answer: { state: "running" } }], ["/y?filter=running", {}]],
  ])("but not when %s", (_why, ...spoken) => {
    expect(journeyOf(...spoken).taken.size).toBe(0);
  });

  test("a header's and a cookie's as well, by checks that they are there", () => {
    const { text } = journeyOf(
      [
        "/x",
        {
          answerHeaders: [
            ["x-csrf-token", "csrf-canary-1"],
            ["Set-Cookie", "xsrf=xsrf-canary-2; Path=/"],
          ],
        },
      ],
      ["/y", { headers: { "X-CSRF-Token": "csrf-canary-1", "X-XSRF": "xsrf-canary-2", Cookie: "xsrf=xsrf-canary-2" } }],
    );
    expect(text).toContain('headerOf(response, "x-csrf-token") ?? ""');
    expect(text).toContain('response.cookies["xsrf"]?.[0]?.value ?? ""');
    expect(text.match(/value\(isText\)/g)).toHaveLength(2);
    // k6 sends back the cookies that it got.
    expect(text).not.toMatch(/Cookie:/);
  });
});

interface Call {
  method: string;
  url: string;
  body?: unknown;
  params?: { headers?: Record<string, string> };
}

const nothing = () => undefined;

/** Performs an imported journey, whose secrets are their own names, and gives the calls that it makes. */
async function callsOf(text: string): Promise<Call[]> {
  const calls: Call[] = [];
  const keep = (method: string) => (url: string, body?: unknown, params?: object) => {
    calls.push({ method, url, body, ...(params && { params }) });
    return { cookies: {} };
  };
  const get = (url: string, params?: object) => keep("GET")(url, undefined, params);
  const http = { get, post: keep("POST"), put: keep("PUT"), del: keep("DELETE") };
  const s = { http, check: nothing, require: nothing, secret: nothing, need: (given: unknown) => given };
  const kit = {
    declare: nothing,
    status: nothing,
    field: nothing,
    isText: null,
    isNumber: null,
    value: nothing,
    journey: (_options: unknown, run: unknown) => run,
    textAt: (_response: unknown, path: string) => `text at ${path}`,
    encoding: { b64encode: (plain: string) => Buffer.from(plain).toString("base64") },
  };
  const code = text
    .replaceAll(/^import .*$/gm, "")
    .replace("export const", "const")
    .replace("export default", "return");
  const run = compileFunction(code, Object.keys(kit))(...Object.values(kit)) as (context: object) => Promise<void>;
  await run({
    step: (_name: string, perform: (s: object) => unknown) => perform(s),
    target: { urls: { api: "http://target" } },
    secret: (name: string) => Promise.resolve(`<${name}>`),
  });
  return calls;
}

const evil = "`${globalThis.evil = 1}`\"'); */ \n//\u2028\\";

test("the journey sends what was recorded, and nothing in it becomes code", async () => {
  const odd = { [evil]: evil, list: [1, true, null, { deep: evil }], empty: {}, none: [] };
  const { text } = journeyOf(
    [`/a/b%60$%7Bx%7D/c%2Fd?q=${encodeURIComponent(evil)}&flag&{x}=a+b`, {}],
    ["/json", { ...json(odd), headers: { "X-Evil": evil } }],
    ["/proto", { method: "POST", mimeType: "application/json", body: '{"__proto__":{"a":1}}' }],
    ["/form", form({ [evil]: evil, "a b": "c d" })],
    ["/text", { method: "PUT", mimeType: "text/plain", body: evil }],
  );
  const [query, sentJson, proto, sentForm, sentText] = await callsOf(text);
  expect(query?.url).toBe(new URL(`http://target/a/b%60$%7Bx%7D/c%2Fd?q=${encodeURIComponent(evil)}&flag&{x}=a+b`).href);
  expect(sentJson).toMatchObject({ body: odd, params: { headers: { "X-Evil": evil } } });
  expect(JSON.stringify(proto?.body)).toBe('{"__proto__":{"a":1}}');
  expect(Object.fromEntries(new URLSearchParams(String(sentForm?.body)))).toEqual({ [evil]: evil, "a b": "c d" });
  expect(sentText).toMatchObject({ method: "PUT", body: evil });
  expect(globalThis).not.toHaveProperty("evil");
});

test("a credential is sent from where it stood, encoded as it was there", async () => {
  const { text } = journeyOf(
    ["/login?next=a", json({ email: "who@secret.example", password: canary("pw") })],
    ["/basic", { headers: { Authorization: basic(`who@secret.example:${canary("pw")}`) } }],
    ["/form", form({ password: canary("pw"), again: canary("pw") })],
    [`/query?token=${encodeURIComponent(canary("token"))}`, {}],
  );
  const [login, withBasic, withForm, withQuery] = await callsOf(text);
  expect(login?.body).toEqual({ email: "<email>", password: "<password>" });
  expect(withBasic?.params?.headers).toEqual({ Authorization: basic("<email>:<password>") });
  expect(withForm?.body).toBe("password=%3Cpassword%3E&again=%3Cpassword%3E");
  expect(withQuery?.url).toBe("http://target/query?token=%3Ctoken%3E");
});

test("a browser's own headers stay out, and those that the platform asked for come along", () => {
  const own = { "User-Agent": "B", Referer: "https://app.example.com/?secret", "sec-ch-ua": "x", Accept: "*/*", ":path": "/x" };
  const { text } = journeyOf(["/x", { headers: { ...own, "X-Tenant": "blue", "Accept-Language": "de" } }]);
  expect(text).toContain('{ headers: { "X-Tenant": "blue" } }');
});

test("the same request twice becomes two steps with names of their own", () => {
  const { text } = journeyOf(["/x", {}], ["/x", {}]);
  expect(text).toMatch(/step\("get-x"[^]*step\("get-x-2"/);
});

test("a credential in a body of several lines, spelt so that no secret can stand for it, is cut out and told", () => {
  const body = `line\n${Buffer.from("a:pw-canary-12:b").toString("base64")}\n`;
  const { text, cut } = journeyOf(
    ["/x", json({ password: "pw-canary-12" })],
    ["/y", { method: "POST", mimeType: "text/plain", body }],
  );
  expect(cut).toEqual(["POST /y"]);
  expect(holds(text, "pw-canary-12")).toBe(false);
});
