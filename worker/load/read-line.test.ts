import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineReader } from "./read-line.ts";

const time = "2026-11-25T02:33:06.121251753Z";
const atMs = Date.parse("2026-11-25T02:33:06.121Z") + 0.251753;
const tags = { group: "", method: "GET", name: 'GET "x" é', scenario: "a", status: "200" };

/** As k6 writes it. */
const line = (metric: string, value: number, given: object = tags, extra = "") =>
  `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":${JSON.stringify(given)}${extra}}}`;

const document = JSON.stringify({ step: "chat", evidence: { body: 'a "quoted" },"metadata":{"sonde":" text' } });

/** What any line says, told by `JSON.parse` alone. Times without their fraction of a millisecond. */
function reference(text: string): unknown {
  const read = parse(text);
  if (!isObject(read) || typeof read["metric"] !== "string") return null;
  if (read["type"] === "Metric") return "metric";
  if (read["type"] !== "Point" || !isObject(read["data"])) return null;
  const { time, value, tags, metadata } = read["data"];
  if (typeof time !== "string" || !Number.isFinite(value) || !isTags(tags ?? {}) || !isTags(metadata ?? {})) return null;
  const atMs = Date.parse(time);
  const document = Object.entries(metadata ?? {}).find(([name]) => name === "sonde");
  if (Number.isNaN(atMs)) return null;
  return { metric: read["metric"], atMs, value, tags: tags ?? {}, document: document?.[1] ?? null };
}

function isTags(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((tag) => typeof tag === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const read = createLineReader();

/** The same without fractions of a millisecond, which `Date` does not know. */
function whole(text: string): unknown {
  const result = read(text);
  return result !== null && typeof result === "object" ? { ...result, atMs: Math.floor(result.atMs + 1e-4) } : result;
}

describe("a line that k6 writes", () => {
  test("is a sample with its time to the microsecond, its value and its tags", () => {
    expect(read(line("http_req_duration", 6.25))).toEqual({
      metric: "http_req_duration",
      atMs,
      value: 6.25,
      tags,
      document: null,
    });
  });

  test("carries the kit's document", () => {
    const metadata = `,"metadata":{"sonde":${JSON.stringify(document)}}`;
    expect(read(line("sonde_step_ended", 5, tags, metadata))).toMatchObject({ tags, document });
  });

  test("may carry another's document, or one beside the kit's", () => {
    expect(read(line("x1", 5, tags, ',"metadata":{"vu":"7"}'))).toMatchObject({ tags, document: null });
    expect(read(line("x1", 5, tags, ',"metadata":{"sonde":"a","vu":"7"}'))).toMatchObject({ tags, document: "a" });
    expect(read(line("x1", 5, tags, ',"metadata":{"vu":"7","sonde":"a"}'))).toMatchObject({ tags, document: "a" });
  });

  test("may announce a metric", () => {
    expect(read('{"type":"Metric","data":{"name":"checks","type":"rate"},"metric":"checks"}')).toBe("metric");
  });

  test("of a metric that nobody wants is told by its beginning", () => {
    const reader = createLineReader({ skip: new Set(["http_req_sending"]) });
    expect(reader(line("http_req_sending", 1))).toBe("skipped");
    expect(reader(line("http_req_sending_2", 1))).toMatchObject({ value: 1 });
  });

  test("gives the same tags object for the same series", () => {
    const [first, second] = [read(line("a", 1)), read(line("b", 2))];
    expect((first as { tags: object }).tags).toBe((second as { tags: object }).tags);
  });

  test("is read right when there are more series than are remembered", () => {
    for (let id = 0; id < 12_000; id++)
      expect(read(line("a", 1, { id: String(id) }))).toMatchObject({ tags: { id: String(id) } });
  });
});

describe("a time", () => {
  test.each([
    ["without a fraction", "2026-01-01T00:00:00Z", 0],
    ["with milliseconds", "2026-01-01T00:00:00.5Z", 500],
    ["in another zone", "2026-01-01T02:00:00.500123+02:00", 500.123],
    ["after another second", "2026-01-01T00:00:01.25Z", 1_250],
  ])("%s is read", (_title, written, afterMs) => {
    const sample = read(line("a", 1).replace(time, written)) as { atMs: number };
    expect(sample.atMs).toBeCloseTo(Date.UTC(2026, 0, 1) + afterMs, 3);
  });

  test.each([
    "2026-13-01T00:00:00Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00.5xZ",
    "2026-01-01T00:00:00\tZ",
    "Z",
    "",
    "yesterday",
  ])("%j is none", (written) => expect(read(line("a", 1).replace(time, written))).toBeNull());
});

describe("what JSON.parse refuses is no sample:", () => {
  test.each([
    ["a number with a leading zero", line("a", 1).replace('"value":1', '"value":01')],
    ["a number that ends in its point", line("a", 1).replace('"value":1', '"value":1.')],
    ["a hexadecimal number", line("a", 1).replace('"value":1', '"value":0x1')],
    ["a number that is too large", line("a", 1).replace('"value":1', '"value":1e999')],
    ["no number", line("a", 1).replace('"value":1', '"value":')],
    ["tags that do not end", line("a", 1).slice(0, -2)],
    ["a raw control character in a tag", line("a", 1).replace("GET", "\u0001")],
    ["a raw control character in the name", line("a\u0001", 1)],
    ["something after the end", `${line("a", 1)}x}}`],
    ["two lines in one", line("a", 1) + line("a", 1)],
    ["a document that does not end", line("a", 1, tags, ',"metadata":{"sonde":"x}')],
    ["a document that is no text", line("a", 1, tags, ',"metadata":{"sonde":{}}')],
  ])("%s", (_title, text) => {
    expect(read(text)).toBeNull();
    expect(reference(text)).toBeNull();
  });
});

/** Samples as an object, whose keys are then written in any order. */
const text = fc.string({ unit: "binary", maxLength: 20 });
const name = fc.oneof(
  text,
  fc.constantFrom("group", "scenario", "step", "__proto__", "sonde", "metadata", '},"metadata":{"sonde":"'),
);
const record = fc.dictionary(name, text, { maxKeys: 6 });
const value = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, 1, 5e-324, 1e21, 1.5e-7, 1e308),
);
const when = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
const shuffled = (entries: [string, unknown][]) =>
  fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }).map((some) => Object.fromEntries(some));

const point = fc
  .record({
    metric: fc.oneof(fc.constantFrom("checks", "vus"), text),
    time: when,
    value,
    tags: record,
    metadata: fc.option(record),
  })
  .chain(({ metric, time, value, tags, metadata }) =>
    shuffled([
      ["time", time],
      ["value", value],
      ["tags", tags],
      ...(metadata === null ? [] : ([["metadata", metadata]] as [string, unknown][])),
    ]).chain((data) =>
      fc.oneof(
        fc.constant({ metric, type: "Point", data }),
        shuffled([
          ["metric", metric],
          ["type", "Point"],
          ["data", data],
          ["more", 1],
        ]),
      ),
    ),
  );

/** The same JSON, written otherwise: escapes as Go writes them, exponents, blanks. */
const written = fc.tuple(point, fc.nat({ max: 4 })).map(([object, how]) => {
  const json = JSON.stringify(object);
  if (how === 0) return json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
  if (how === 1) return json.replace(/"value":([^,}]+)/, (_all, number: string) => `"value":${Number(number).toExponential()}`);
  if (how === 2) return JSON.stringify(object, null, 1).replaceAll("\n", " ");
  if (how === 3) return json.replaceAll("a", "\\u0061");
  return json;
});

describe("read as JSON.parse reads it is", () => {
  test("every sample, in whatever order, spelling and language", () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(whole(text)).toEqual(reference(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test("every line in which something was struck out or put in", () => {
    const mutated = fc
      .tuple(
        fc.oneof(written, fc.constant(line("checks", 1)), fc.constant(line("a", 1, tags, ',"metadata":{"sonde":"{}"}'))),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat({ max: 3 }),
        fc.oneof(fc.constantFrom('"', "}", "{", ",", "\\", "\u0000", "1", "e", "", " ", '"a":"b",'), text),
      )
      .map(([text, at, cut, put]) => {
        const place = Math.floor(at * text.length);
        return text.slice(0, place) + put + text.slice(place + cut);
      });
    fc.assert(
      fc.property(mutated, (text) => {
        expect(whole(text)).toEqual(reference(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test("every line that k6 wrote in recorded runs", () => {
    const folder = join(import.meta.dirname, "../../test/fixtures/runs");
    const files = readdirSync(folder).filter((file) => file.endsWith(".ndjson"));
    const lines = files.flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
    const asWritten = lines.map((text) => text.replace(/^(\{"metric":"\w+"),(.*),"type":"Point"\}$/, '$1,"type":"Point",$2}'));
    expect(lines.length).toBeGreaterThan(500);
    for (const text of [...lines, ...asWritten]) expect(whole(text)).toEqual(reference(text));
  });
});
