import { expect, test } from "vitest";
import type { Leftovers } from "../store/leftovers.ts";
import { memoryIn } from "./memory.ts";

const made = { target: "demo", kind: "account", name: "a@b", runId: "run-1", probe: "first-time-user" } as const;

function memoryOf({ warmSteps = () => ({}) }: { warmSteps?: () => Record<string, number> } = {}) {
  const notes: unknown[] = [];
  const leftovers: Leftovers = {
    add: (leftover) => void notes.push(["add", leftover]),
    remove: (leftover) => void notes.push(["remove", leftover]),
    list: () => [],
  };
  return { notes, memory: memoryIn({ leftovers, warmSteps }) };
}

test("what is made goes on record, and what is removed off it", () => {
  const { memory, notes } = memoryOf();
  memory.noteLeftover("created", made);
  memory.noteLeftover("removed", made);
  expect(notes).toEqual([
    ["add", made],
    ["remove", made],
  ]);
});

function broken(): never {
  throw new Error("the disk failed");
}

test("a store that cannot be read costs the baseline, and not the run", () => {
  expect(memoryOf({ warmSteps: broken }).memory.warmSteps("demo", "chat")).toEqual({});
  expect(memoryOf({ warmSteps: () => ({ live: 5 }) }).memory.warmSteps("demo", "chat")).toEqual({ live: 5 });
});
