import { expect, test } from "vitest";
import { createThreads } from "./threads.ts";

test("the latest thread comes first, and keeps the title of its first message", () => {
  let nowMs = 0;
  const threads = createThreads(() => (nowMs += 1_000));
  threads.note("a", "First question, which is rather long, longer than any title has to be");
  threads.note("b", "Second");
  threads.note("a", "Third");
  expect(threads.list()).toEqual([
    {
      id: "a",
      title: "First question, which is rather long, longer than any title ",
      messages: 2,
      updated_at: "1970-01-01T00:00:03.000Z",
    },
    { id: "b", title: "Second", messages: 1, updated_at: "1970-01-01T00:00:02.000Z" },
  ]);
});

test("only the latest twenty are kept", () => {
  const threads = createThreads();
  for (let nth = 0; nth < 50; nth++) threads.note(`t-${nth}`, "x");
  const ids = threads.list().map(({ id }) => id);
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([20, "t-49", "t-30"]);
});
