import { expect, test } from "vitest";
import type { Leftovers } from "../store/leftovers.ts";
import type { LoadMark } from "../store/load-runs.ts";
import { processName } from "../k6/process-table.ts";
import { memoryIn } from "./memory.ts";

const made = { target: "demo", kind: "account", name: "a@b", runId: "run-1", probe: "first-time-user" } as const;

const ownProcess = String(processName(process.pid));

function memoryOf({
  warmSteps = () => ({}),
  marks = () => [],
}: Partial<{ warmSteps: () => Record<string, number>; marks: () => LoadMark[] }> = {}) {
  const notes: unknown[] = [];
  const leftovers: Leftovers = {
    add: (leftover) => void notes.push(["add", leftover]),
    remove: (leftover) => void notes.push(["remove", leftover]),
    list: () => [],
  };
  return { notes, memory: memoryIn({ leftovers, warmSteps, loads: { marks } }) };
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

const marks = () => [
  { runId: "killed", target: "demo", owner: "1-gone" },
  { runId: "elsewhere", target: "staging", owner: ownProcess },
  { runId: "here", target: "demo", owner: ownProcess },
];

test("a load marks the runs of its own target, as long as its process is there", () => {
  expect(memoryOf({ marks }).memory.loadRunId("demo")).toBe("here");
  expect(memoryOf({ marks }).memory.loadRunId("other")).toBeNull();
  expect(memoryOf({ marks: broken }).memory.loadRunId("demo")).toBeNull();
});
