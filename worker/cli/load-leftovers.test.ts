import { expect, test } from "vitest";
import { markers } from "../contract/markers.ts";
import { loadLeftovers } from "./load-leftovers.ts";

function kept() {
  const notes: string[] = [];
  const leftovers = loadLeftovers(
    {
      leftovers: {
        add: ({ name, probe }) => void notes.push(`+${name} ${probe}`),
        remove: ({ name }) => void notes.push(`-${name}`),
      },
    },
    { target: "demo", runId: "run-1" },
  );
  const see = (metric: string, document: string | null) =>
    leftovers.see({ metric, document, atMs: 0, value: 1, tags: { scenario: "first-time-user" } });
  return { notes, see, write: () => leftovers.write() };
}

const account = (name: string) => JSON.stringify({ kind: "account", name });

test("what was made and is still there is written, what came and went between two writes is not", () => {
  const { notes, see, write } = kept();
  see(markers.created, account("a"));
  see(markers.created, account("b"));
  see(markers.removed, account("a"));
  write();
  expect(notes).toEqual(["+b first-time-user"]);
  see(markers.removed, account("b"));
  write();
  write();
  expect(notes).toEqual(["+b first-time-user", "-b"]);
});

test("other samples, and what cannot be read, are no leftovers", () => {
  const { notes, see, write } = kept();
  see(markers.stepEnded, account("a"));
  for (const document of [
    null,
    "no JSON",
    "{}",
    JSON.stringify({ kind: "account", name: "a\nb" }),
    JSON.stringify({ kind: "file", name: "a" }),
  ])
    see(markers.created, document);
  write();
  expect(notes).toEqual([]);
});
