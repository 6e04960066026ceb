import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { begin, minute, take, takeWithin } from "./backend-scene.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a healthy backend", () => {
  test("has all its instances ready from the start, and takes them in turns", async () => {
    const { backend } = begin({ instances: 3 });
    const taken = [];
    for (let nth = 0; nth < 6; nth++) taken.push(await take(backend));
    expect(taken.map((instance) => instance?.ordinal)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(taken.every((instance) => instance?.life().stage === "ready" && instance.revision === "backend-00042-demo")).toBe(
      true,
    );
  });

  test.each([
    ["requests", 80],
    ["sockets", 1_000],
  ] as const)("gives each instance so many %s at once: %i", async (kind, most) => {
    const { backend } = begin();
    for (let nth = 0; nth < 2 * most; nth++) {
      const { taken } = await takeWithin(backend, 0, kind);
      if (taken?.kind !== "instance") throw new Error(`full after ${nth}`);
      if (kind === "sockets") taken.instance.hold(() => undefined);
      else void taken.instance.serve(() => new Promise(() => undefined), new AbortController().signal);
    }
    expect((await takeWithin(backend, 0, kind)).taken).toEqual({ kind: "full" });
  });

  test("has room again when a request is done, given up, or its instance has let go of the socket", async () => {
    const { backend } = begin({ instances: 1 });
    const instance = await take(backend);
    const patience = new AbortController();
    const letGo = instance?.hold(() => undefined);
    void instance?.serve(() => new Promise(() => undefined), patience.signal);
    await instance?.serve(() => Promise.resolve("answer"), patience.signal);
    expect(instance?.load).toMatchObject({ requests: 1, sockets: 1 });
    patience.abort();
    letGo?.();
    letGo?.();
    expect(instance?.load).toMatchObject({ requests: 0, sockets: 0 });
  });
});

describe("scaling to zero", () => {
  test("comes after the idle time, counted from the last request", async () => {
    const { backend } = begin();
    await vi.advanceTimersByTimeAsync(10 * minute);
    await take(backend);
    await vi.advanceTimersByTimeAsync(14 * minute);
    expect(backend.instances()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(backend.instances()).toHaveLength(0);
  });

  test("does not come while a socket is open", async () => {
    const { backend } = begin();
    const letGo = (await take(backend))?.hold(() => undefined);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(backend.instances()).toHaveLength(2);
    letGo?.();
    await vi.advanceTimersByTimeAsync(15 * minute);
    expect(backend.instances()).toHaveLength(0);
  });

  test("leaves the next request waiting for one instance to listen, and those after it find it starting, then ready", async () => {
    const { backend, messages } = begin();
    backend.scaleToZero();
    const { taken, afterMs } = await takeWithin(backend, 1_300);
    expect(taken).toMatchObject({ kind: "instance", isCold: true });
    expect(afterMs).toBeCloseTo(1_200, -1);
    const instance = await take(backend);
    expect(backend.instances()).toEqual([instance]);
    const phases = new Set<number>();
    for (let passed = 0; passed < 3_850; passed += 50) {
      phases.add(instance?.life().phase ?? 0);
      expect(instance?.life().stage).toBe("starting");
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(instance?.life()).toEqual({ stage: "ready", phase: 21, failure: null, isStuck: false });
    expect(phases.size).toBeGreaterThan(15);
    expect((await takeWithin(backend, 0)).taken).toMatchObject({ isCold: false });
    expect(messages()).toContain("Startup phase 6 of 21: WebSocket manager");
  });

  test("lets go of sockets in a way that they can tell from a crash", async () => {
    const { backend } = begin();
    const ends: string[] = [];
    (await take(backend))?.hold((how) => ends.push(how));
    backend.scaleToZero();
    await takeWithin(backend, 6_000);
    const next = await take(backend);
    next?.hold((how) => ends.push(how));
    next?.end("killed");
    expect(ends).toEqual(["stopped", "killed"]);
  });
});

test("an instance that is killed while it is ready is replaced at once, and cut off is who it worked for", async () => {
  const { backend } = begin({ instances: 1 });
  const instance = await take(backend);
  const work = instance?.serve(() => new Promise(() => undefined), new AbortController().signal);
  const failed = expect(work).rejects.toThrow("the instance was killed");
  instance?.end("killed");
  await failed;
  const { taken, afterMs } = await takeWithin(backend, 2_000);
  expect(taken).toMatchObject({ kind: "instance", isCold: true });
  expect(afterMs).toBeLessThan(1_300);
});

test("while one instance starts again, the other one gets everything", async () => {
  const { backend } = begin();
  (await take(backend))?.end("killed");
  const ordinals = new Set<number | undefined>();
  for (let passed = 0; passed < 5_000; passed += 250)
    ordinals.add((await takeWithin(backend, 250)).taken?.kind === "instance" ? (await take(backend))?.ordinal : -1);
  expect([...ordinals]).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1_000);
  const both = new Set([await take(backend), await take(backend)].map((instance) => instance?.ordinal));
  expect(both).toEqual(new Set([0, 1]));
});

test("one that has too much to do gets company, as long as more may run", async () => {
  const { backend } = begin();
  backend.scaleToZero();
  await takeWithin(backend, 6_000);
  const fill = async () => (await take(backend))?.serve(() => new Promise(() => undefined), new AbortController().signal);
  for (let nth = 0; nth < 80; nth++) void fill();
  await vi.advanceTimersByTimeAsync(0);
  expect((await takeWithin(backend, 0)).taken).toEqual({ kind: "full" });
  await vi.advanceTimersByTimeAsync(6_000);
  expect((await take(backend))?.ordinal).toBe(1);
});
