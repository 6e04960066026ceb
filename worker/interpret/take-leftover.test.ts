import { describe, expect, test } from "vitest";
import { journeyEndLine, leftoverLine } from "./fake-lines.ts";
import { observeLines } from "./observe-lines.ts";

const account = { kind: "account", name: "probe+sonde-1@demo.example" } as const;

function notesOf(...samples: string[]) {
  const notes: unknown[] = [];
  const observed = observeLines({ samples }, { noteLeftover: (change, leftover) => void notes.push([change, leftover]) });
  return { notes, observed };
}

test("what a journey makes and removes is told at once, in its order, and is no step", () => {
  const { notes, observed } = notesOf(leftoverLine("created", account), leftoverLine("removed", account));
  expect(notes).toEqual([
    ["created", account],
    ["removed", account],
  ]);
  expect(observed).toMatchObject({ steps: [], unreadableLines: 0 });
});

test("what comes after the end of the journey is not told", () => {
  expect(notesOf(journeyEndLine(), leftoverLine("created", account)).notes).toEqual([]);
});

describe("what cannot be removed is told to nobody, and the line counts as unreadable:", () => {
  test.each([
    ["no document", undefined],
    ["no JSON", "account"],
    ["another kind", { ...account, kind: "thread" }],
    ["no name", { kind: "account" }],
    ["an empty name", { ...account, name: "" }],
    ["a name of several lines", { ...account, name: "a@b\n.example" }],
    ["a name without an end", { ...account, name: "a".repeat(321) }],
  ])("%s", (_title, document) => {
    const { notes, observed } = notesOf(leftoverLine("created", document));
    expect(notes).toEqual([]);
    expect(observed.unreadableLines).toBe(1);
  });
});

test("a flood of them ends the run, and not the worker", () => {
  const lines = Array.from({ length: 2_001 }, (_, index) =>
    leftoverLine("created", { ...account, name: `user-${index}@demo.example` }),
  );
  let notes = 0;
  const flood = () => observeLines({ samples: lines }, { noteLeftover: () => void (notes += 1) });
  expect(flood).toThrow("more than 2000 notes");
  expect(notes).toBe(2_000);
});

function full(): never {
  throw new Error("the disk is full");
}

test("what the store throws comes out, so that nothing is made that is not on record", () => {
  expect(() => observeLines({ samples: [leftoverLine("created", account)] }, { noteLeftover: full })).toThrow("the disk is full");
});
