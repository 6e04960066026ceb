import { describe, expect, test } from "vitest";
import type { InfluxSettings } from "../contract/config.ts";
import { createRedactor } from "../kit/redact.ts";
import { fakeRun, fakeStep } from "../kit/fake-run.ts";
import { createWriter } from "./influx.ts";
import { pointsOfRun } from "./points.ts";

const settings: InfluxSettings = {
  url: "http://influx.example:8086/prefix/",
  database: "my sonde",
  username: "sonde",
  password: "hunter2hunter2",
  timeoutMs: 50,
  retention: { raw: "90d", rollups: "INF" },
};

type Fetch = typeof globalThis.fetch;

function writerThat(
  answer: (url: string, init: RequestInit) => Response | Promise<Response>,
  given: Partial<InfluxSettings> = {},
) {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (input, init = {}) => {
    const url = typeof input === "string" ? input : "not a string";
    requests.push({ url, init });
    return answer(url, init);
  };
  const redactor = createRedactor([]);
  return { requests, redactor, writer: createWriter({ ...settings, ...given }, redactor, { fetch, now: () => 0 }) };
}

const noContent = () => new Response(null, { status: 204 });
const refusedBy = (code: string) =>
  Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(code), { code }) });

const hang: (url: string, init: RequestInit) => Promise<Response> = (_url, { signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

const brokenBody = () =>
  new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) }), { status: 400 });

const endless = () =>
  new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(8_192)) }), { status: 500 });

describe("a write", () => {
  test("is one POST of typed lines with nanoseconds and Basic credentials", async () => {
    const { writer, requests } = writerThat(noContent);
    const run = fakeRun({ id: "a", probe: "sign in", cause: 'said "no"\\', steps: [fakeStep({ name: "a,b=c" })] });
    expect(await writer.write(pointsOfRun(run))).toEqual({ kind: "written" });
    const [request] = requests;
    expect(request?.url).toBe("http://influx.example:8086/prefix/write?db=my+sonde&precision=ns");
    expect(request?.init.headers).toMatchObject({ authorization: `Basic ${btoa("sonde:hunter2hunter2")}` });
    expect(await new Response(request?.init.body ?? null).text().then((body) => body.split("\n"))).toEqual([
      'probe_run,target=demo,probe=sign\\ in,location=here,verdict=up attempt=1i,cause="said \\"no\\"\\\\",confirmed=0i,duration_ms=412,ended_ms=1700000000412,lateness_ms=3,maintenance=0i,run_id="a",state=1i,steps=1i,steps_failed=0i,trace_id="0af7651916cd43dd8448eb211c80319c",up=1i 1700000000000002220',
      "probe_step,target=demo,probe=sign\\ in,location=here,step=a\\,b\\=c,outcome=passed budget_ms=3000,bytes_received=512i,checks=1i,checks_failed=0i,count=1i,duration_ms=120,offset_ms=10,status=200i,waiting_ms=110.5 1700000000000002220",
    ]);
  });

  test("without a user name carries no credentials", async () => {
    const { writer, requests } = writerThat(noContent, { username: null, password: null });
    await writer.write(pointsOfRun(fakeRun()));
    expect(requests[0]?.init.headers).not.toHaveProperty("authorization");
  });

  test("of a point that the contract no longer knows is refused without a request", async () => {
    const { writer, requests } = writerThat(noContent);
    const [point] = pointsOfRun(fakeRun());
    if (!point) throw new Error("no point");
    const outcome = await writer.write([{ ...point, fields: { gone: 1 } }]);
    expect(outcome).toMatchObject({ kind: "unacceptable", reason: expect.stringContaining("gone") });
    expect(requests).toEqual([]);
  });
});

describe("an InfluxDB that gives no answer", () => {
  test.each([
    ["refuses the connection", () => Promise.reject(refusedBy("ECONNREFUSED")), /no answer from InfluxDB: ECONNREFUSED/],
    ["has no name", () => Promise.reject(refusedBy("ENOTFOUND")), /no answer from InfluxDB: ENOTFOUND/],
    ["hangs", hang, /did not answer within 50 ms/],
    ["breaks off in the middle of a 400", brokenBody, /no answer from InfluxDB: terminated/],
  ])("because it %s, is tried again", async (_title, answer, reason) => {
    const { writer } = writerThat(answer);
    expect(await writer.write(pointsOfRun(fakeRun()))).toEqual({
      kind: "try-again",
      reason: expect.stringMatching(reason),
      retryAfterMs: null,
    });
  });

  test("is not waited for once the drainer stops", async () => {
    const { writer } = writerThat(hang, { timeoutMs: 60_000 });
    const stopping = new AbortController();
    const outcome = writer.write(pointsOfRun(fakeRun()), stopping.signal);
    setTimeout(() => stopping.abort(), 5);
    expect(await outcome).toMatchObject({ kind: "try-again" });
  });

  test("but an endless page, is not read to its end", async () => {
    const { writer } = writerThat(endless, { timeoutMs: 60_000 });
    expect(await writer.write(pointsOfRun(fakeRun()))).toMatchObject({ kind: "try-again", reason: "InfluxDB answered 500" });
  });
});

test("no reason holds the credentials, even when the answer repeats them", async () => {
  const said = `unable to authenticate sonde:${settings.password} ${btoa(`sonde:${settings.password}`)}`;
  for (const status of [400, 401, 404, 413, 500]) {
    const { writer } = writerThat(() => Response.json({ error: said }, { status }));
    const outcome = JSON.stringify(await writer.write(pointsOfRun(fakeRun())));
    expect(outcome).toContain("unable to authenticate");
    expect(outcome).not.toContain(settings.password);
    expect(outcome).not.toContain(btoa(`sonde:${settings.password}`).slice(0, 20));
  }
});
