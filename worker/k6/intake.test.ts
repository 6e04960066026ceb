import { describe, expect, test } from "vitest";
import { createIntake, createOutputLimit } from "./intake.ts";
import type { Ending } from "./ending.ts";

function scene(maxBytes: number, use: (line: string) => void = () => undefined) {
  const endings: Ending[] = [];
  const lines: string[] = [];
  const limit = createOutputLimit(maxBytes, (why) => void endings.push(why));
  const create = () =>
    createIntake(limit, (line) => {
      lines.push(line);
      use(line);
    });
  const give = (intake: ReturnType<typeof create>, text: string) => {
    intake.count(Buffer.byteLength(text));
    return intake.take(Buffer.from(text));
  };
  return { limit, create, give, lines, endings };
}

const tooMuch = (maxBytes: number): Ending => ({
  kind: "kill",
  by: "output",
  detail: `k6 wrote more than ${maxBytes} bytes; the rest was not read`,
});

describe("the limit", () => {
  test("is not reached by as many bytes as it allows", () => {
    const { create, give, lines, endings } = scene(4);
    expect(give(create(), "a\nb\n")).toBe(true);
    expect(lines).toEqual(["a", "b"]);
    expect(endings).toEqual([]);
  });

  test("ends the run with the first byte beyond, and nothing more is read", () => {
    const { create, give, lines, endings } = scene(4);
    const intake = create();
    expect(give(intake, "a\n")).toBe(true);
    expect(give(intake, "bc\n")).toBe(false);
    expect(give(intake, "d\n")).toBe(false);
    intake.end();
    expect(lines).toEqual(["a"]);
    expect(endings).toEqual([tooMuch(4)]);
  });

  test("is shared by all outputs of a run", () => {
    const { create, give, lines, endings } = scene(4);
    const [samples, logs] = [create(), create()];
    expect(give(samples, "a\n")).toBe(true);
    expect(give(logs, "b\nc")).toBe(false);
    expect(give(samples, "d\n")).toBe(false);
    expect(lines).toEqual(["a"]);
    expect(endings).toEqual([tooMuch(4)]);
  });

  test("counts what was written before it is read", () => {
    const { create, endings, limit } = scene(4);
    create().count(5);
    expect(limit.isReached()).toBe(true);
    expect(endings).toEqual([tooMuch(4)]);
  });

  test("may be reached for another reason, which is told", () => {
    const { limit, create, give, lines, endings } = scene(100);
    limit.giveUp("k6's samples could not be read: EIO");
    expect(give(create(), "a\n")).toBe(false);
    expect(lines).toEqual([]);
    expect(endings).toEqual([{ kind: "kill", by: "output", detail: "k6's samples could not be read: EIO" }]);
  });
});

test("a last line without line feed is handed on at the end", () => {
  const { create, give, lines } = scene(100);
  const intake = create();
  give(intake, "a\nb");
  expect(lines).toEqual(["a"]);
  intake.end();
  expect(lines).toEqual(["a", "b"]);
});

test.each([
  ["an error", new Error("no room"), "no room"],
  ["anything else", "text", "text"],
])("a line whose reader throws %s ends the run, and takes nobody with it", (_title, thrown, told) => {
  const { create, give, lines, endings } = scene(100, (line) => {
    // oxlint-disable-next-line typescript/only-throw-error
    if (line === "bad") throw thrown;
  });
  expect(give(create(), "good\nbad\nnever read\n")).toBe(false);
  expect(lines).toEqual(["good", "bad"]);
  expect(endings).toEqual([{ kind: "kill", by: "output", detail: `k6's output could not be interpreted: ${told}` }]);
});
