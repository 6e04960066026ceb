import { setImmediate as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Priority, createSlots } from "./slots.ts";

/** Runs that go on until they are told to end. */
function scene(concurrency: number) {
  const slots = createSlots(concurrency);
  const started: string[] = [];
  const open = new Map<string, () => void>();
  const run = (name: string, priority: Priority = "normal") =>
    slots.run(priority, async () => {
      started.push(name);
      await new Promise<void>((resolve) => open.set(name, resolve));
      return name;
    });
  const end = async (name: string) => {
    open.get(name)?.();
    await pause();
  };
  return { slots, started, run, end };
}

test("no more run at once than there are slots, in the order of calls", async () => {
  const { run, end, started } = scene(2);
  const [first] = ["a", "b", "c", "d"].map((name) => run(name));
  await pause();
  expect(started).toEqual(["a", "b"]);
  await end("a");
  expect(await first).toBe("a");
  expect(started).toEqual(["a", "b", "c"]);
});

test("what has to come first comes before all that waits, in its own order", async () => {
  const { run, end, started } = scene(1);
  void run("running");
  void run("normal");
  void run("first", "first");
  void run("second", "first");
  for (const name of ["running", "first", "second"]) await end(name);
  expect(started).toEqual(["running", "first", "second", "normal"]);
});

test("a failure is the caller's own and frees the slot", async () => {
  const slots = createSlots(1);
  await expect(slots.run("normal", () => Promise.reject(new Error("disk full")))).rejects.toThrow("disk full");
  expect(await slots.run("normal", () => Promise.resolve(7))).toBe(7);
});

test("more slots let waiting runs start, fewer let running ones end", async () => {
  const { slots, run, end, started } = scene(1);
  for (const name of ["a", "b", "c", "d"]) void run(name);
  slots.resize(3);
  await pause();
  expect(started).toEqual(["a", "b", "c"]);
  slots.resize(1);
  await end("a");
  await end("b");
  expect(started).toEqual(["a", "b", "c"]);
  await end("c");
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("dropped runs never start and say so, those under way end as they began", async () => {
  const { slots, run, end, started } = scene(1);
  const running = run("running");
  const waiting = run("waiting");
  slots.drop();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  await end("running");
  expect(await running).toBe("running");
  expect(started).toEqual(["running"]);
});

test("idle is when nothing runs and nothing waits; at once when nothing does", async () => {
  const { slots, run, end } = scene(1);
  await slots.idle();
  void run("a");
  void run("b");
  let idle = false;
  const waited = slots.idle().then(() => (idle = true));
  await end("a");
  expect(idle).toBe(false);
  await end("b");
  await waited;
});
