import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import fc, { type Arbitrary } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InfluxSettings } from "../contract/config.ts";
import { createRedactor } from "../kit/redact.ts";
import { outcomeOf } from "./answer.ts";
import { createFakeOutbox } from "./fake-outbox.ts";
import { fakeRun, fakeStep } from "../kit/fake-run.ts";
import { createWriter } from "./influx.ts";
import { pointsOfRun } from "./points.ts";
import { retryAfterMs } from "./retry-after.ts";
import { settle } from "./settle.ts";

const password = "correct-horse-battery";
const settings: InfluxSettings = {
  url: "http://influx.example:8086",
  database: "sonde",
  username: "sonde",
  password,
  timeoutMs: 500,
  retention: { raw: "90d", rollups: "INF" },
};
const points = pointsOfRun(fakeRun({ steps: Array.from({ length: 6 }, (_, at) => fakeStep({ name: `step-${at}` })) }));

/** What InfluxDB says, in words of its own and of nobody's, now and then with the credentials in it. */
const words = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "partial write",
    "partial write: points beyond retention policy dropped=3",
    `partial write: dropped=${"9".repeat(400)}`,
    'partial write: field type conflict: input field "duration_ms" on measurement "probe_step" is type float dropped=0',
    'partial write: input field "" on measurement "" is type',
    "database not found",
    "no dbrp mapping found",
    `unable to parse 'x': authorization: Basic ${btoa(`sonde:${password}`)}`,
    `\u001b[2J${password}\u202E\u0000`,
  ),
);
const body: Arbitrary<string> = fc.oneof(
  words,
  fc.json(),
  fc.record({ error: fc.oneof(words, fc.jsonValue()) }, { requiredKeys: [] }).map((document) => JSON.stringify(document)),
  fc.record({ message: fc.oneof(words, fc.jsonValue()), code: words }).map((document) => JSON.stringify(document)),
  words.map((text) => JSON.stringify({ error: text }).slice(0, -2)),
  fc.constantFrom("[".repeat(16_000), `{"error":"${"x".repeat(16_000)}"}`, '{"__proto__":{"error":"x"}}', "null", "204"),
);
const retryAfter: Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double().map(String),
  fc.bigInt().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom(
    "",
    " 7 ",
    "-1",
    "1e9",
    "0x10",
    "Infinity",
    "NaN",
    "9".repeat(400),
    "Thu, 99 Foo 2026",
    "7, 8",
    "+275760-09-13",
  ),
);
const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 204, 301, 400, 401, 403, 404, 413, 429, 500, 503) },
  fc.integer({ min: 200, max: 599 }),
);

describe("an answer of whatever form", () => {
  test("is understood: nothing but a 204 is taken for written, and points are given up on InfluxDB's own word alone", () => {
    const odd = fc.oneof(status, fc.constantFrom(-1, 0, 100, 199, 204.5, 999, Number.NaN));
    fc.assert(
      fc.property(odd, fc.option(retryAfter, { nil: null }), body, (status, retryAfter, body) => {
        const outcome = outcomeOf({ status, retryAfter, body }, Date.UTC(2026, 0, 1));
        expect(outcome.kind === "written").toBe(status === 204);
        if (outcome.kind === "partial" || outcome.kind === "unacceptable")
          expect([status, body]).toEqual([400, expect.stringMatching(/"(error|message)"/)]);
        if (outcome.kind === "too-large") expect(status).toBe(413);
        if (outcome.kind === "partial" && outcome.dropped !== null) expect(outcome.dropped).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test("asks for no wait, or for one from nothing to an hour", () => {
    fc.assert(
      fc.property(retryAfter, fc.integer({ min: 0, max: 8_640_000_000_000_000 }), (header, nowMs) => {
        const waitMs = retryAfterMs(header, nowMs) ?? 0;
        expect(waitMs >= 0 && waitMs <= 3_600_000, `${header}: ${waitMs}`).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

type Reply =
  | { kind: "answer"; status: number; retryAfter: string; body: string }
  | { kind: "broken"; body: string }
  | { kind: "thrown"; thrown: unknown };

const reply: Arbitrary<Reply> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("answer" as const), status, retryAfter: retryAfter.map(headerOf), body }),
  },
  fc.record({ kind: fc.constant("broken" as const), body }),
  fc.record({
    kind: fc.constant("thrown" as const),
    thrown: fc.oneof(
      fc.anything(),
      words.map((text) => new TypeError(text)),
    ),
  }),
);

/** What a header can hold. */
function headerOf(text: string): string {
  return text.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, "").trim();
}

function give(reply: Reply): Promise<Response> {
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever is thrown
  if (reply.kind === "thrown") return Promise.reject(reply.thrown);
  if (reply.kind === "broken") return Promise.resolve(new Response(breakingOff(reply.body), { status: 400 }));
  const { status, retryAfter, body } = reply;
  const isEmpty = [204, 205, 304].includes(status);
  return Promise.resolve(new Response(isEmpty ? null : body, { status, headers: { "retry-after": retryAfter } }));
}

function breakingOff(body: string): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError(`terminated ${password}`));
      else controller.enqueue(new TextEncoder().encode(body));
      sent = true;
    },
  });
}

describe("a writer, whatever comes,", () => {
  test("never rejects, and its reason is one line that can be shown", async () => {
    await fc.assert(
      fc.asyncProperty(reply, async (reply) => {
        const writer = createWriter(settings, createRedactor([]), { fetch: () => give(reply), now: () => 0 });
        const outcome = await writer.write(points);
        expect(outcome.kind === "written").toBe(reply.kind === "answer" && reply.status === 204);
        if (outcome.kind === "written") return;
        expect(outcome.reason).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202e]{0,500}$/);
        for (const secret of [password, btoa(`sonde:${password}`)]) expect(outcome.reason).not.toContain(secret);
      }),
      { numRuns: 1_000 },
    );
  });

  test("lets a batch lose nothing: what a 204 carried is delivered, what a 400 or 413 refused is kept, the rest waits", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 20 }), async (replies) => {
        const outbox = createFakeOutbox(points);
        const taken = new Set<string>();
        let refusals = 0;
        let requests = 0;
        const fetch = async (_url: unknown, init?: RequestInit) => {
          const next = replies[requests++] ?? { kind: "thrown", thrown: new Error("over") };
          if (next.kind === "answer" && next.status === 204) for (const line of await linesOf(init)) taken.add(line);
          if (next.kind === "answer" && [400, 413].includes(next.status)) refusals += 1;
          return give(next);
        };
        const writer = createWriter(settings, createRedactor([]), { fetch, now: () => 0 });
        const { kind } = await settle(outbox.next(100), {
          outbox,
          writer,
          signal: new AbortController().signal,
          rejected: () => undefined,
          tooLarge: () => undefined,
        });
        const { rows, deadLetters } = outbox.stats();
        expect(outbox.delivered).toHaveLength(taken.size);
        expect(outbox.delivered.length + rows + deadLetters).toBe(points.length);
        if (refusals === 0) expect(deadLetters).toBe(0);
        if (kind === "settled") expect(rows).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

async function linesOf(init?: RequestInit): Promise<string[]> {
  return (await new Response(init?.body ?? null).text()).split("\n");
}

describe("bytes that are hardly HTTP", () => {
  let bytes = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(bytes));
  });
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
  });
  afterAll(() => void server.close());

  const head = fc.constantFrom(
    "HTTP/1.1 204 No Content\r\n",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 400 Bad\r\n",
    "HTTP/9.9 204\r\n",
    "204\r\n",
    "",
  );
  const headers = fc.constantFrom(
    "\r\n",
    "Content-Length: 5\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n",
    "Content-Length: -1\r\n\r\n",
    "X: \u0000\r\n\r\n",
    "X",
  );
  const raw = fc
    .tuple(head, headers, fc.uint8Array({ maxLength: 64 }))
    .map(([head, headers, rest]) => Buffer.concat([Buffer.from(head), Buffer.from(headers, "latin1"), rest]));

  test("are never taken for written unless they are a 204", async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const writer = createWriter({ ...settings, url }, createRedactor([]));
    await fc.assert(
      fc.asyncProperty(raw, async (given) => {
        bytes = given;
        const outcome = await writer.write(points);
        if (outcome.kind === "written") expect(given.toString("latin1")).toMatch(/^HTTP\/1\.[01] 204 /);
      }),
      { numRuns: 150 },
    );
  });
});
