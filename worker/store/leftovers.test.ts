import { expect, test } from "vitest";
import { fakeLeftover } from "./fake-run.ts";
import { nextLine, runChild } from "./run-child.ts";
import { openAt, temporaryPath, temporaryStore } from "./temporary-store.ts";

const named = (name: string) => ({ ...fakeLeftover, name });

test("what was made on a target is on record until it is gone, oldest first", async () => {
  const { store, clock } = temporaryStore();
  store.leftovers.add(named("b"));
  await clock.advance(1_000);
  store.leftovers.add(named("a"));
  store.leftovers.add({ ...named("c"), target: "staging" });
  expect(store.leftovers.list("demo")).toEqual([
    { ...named("b"), createdMs: clock.now() - 1_000 },
    { ...named("a"), createdMs: clock.now() },
  ]);
  expect(store.leftovers.list(null).map(({ name }) => name)).toEqual(["b", "a", "c"]);
  store.leftovers.remove(named("b"));
  store.leftovers.remove({ ...named("c"), target: "production" });
  expect(store.leftovers.list(null).map(({ name }) => name)).toEqual(["a", "c"]);
});

test("what is on record already stays with the run that made it", async () => {
  const { store, clock } = temporaryStore();
  store.leftovers.add(named("a"));
  const before = store.leftovers.list(null);
  await clock.advance(1_000);
  store.leftovers.add({ ...named("a"), runId: "another" });
  expect(store.leftovers.list(null)).toEqual(before);
});

test("a row that cannot be read takes none of the others with it", () => {
  const { store, raw } = temporaryStore();
  store.leftovers.add(named("a"));
  store.leftovers.add(named("b"));
  raw().exec("UPDATE leftovers SET created_ms = 'long ago' WHERE name = 'a'");
  expect(store.leftovers.list(null).map(({ name }) => name)).toEqual(["b"]);
});

test("no retention and no limit of size takes a record away", async () => {
  const { store, clock } = temporaryStore({ retentionMs: 0, maxBytes: 1 });
  store.leftovers.add(named("a"));
  await clock.advance(1e10);
  store.prune(clock.now());
  expect(store.leftovers.list(null)).toHaveLength(1);
});

test("it is on the disk before the next word of a process that is killed then", async () => {
  const path = temporaryPath();
  const child = runChild(`
    const store = openStore(${JSON.stringify(path)}, { clock, limits });
    store.leftovers.add(fakeLeftover);
    console.log("made");
    setInterval(() => undefined, 1_000);`);
  await nextLine(child);
  child.process.kill("SIGKILL");
  await child.ended;
  expect(openAt(path).leftovers.list("demo")).toMatchObject([fakeLeftover]);
});
