import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { begin, minute, take, takeWithin, withImage } from "./backend-scene.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a new deployment", () => {
  test("serves at once, under the next revision, once it is warm: no request fails, and none is cold", async () => {
    const { backend, release } = begin();
    backend.rollOut(release);
    expect(backend.revision()).toMatch(/^backend-00043-[a-z]{3}$/);
    const { taken, afterMs } = await takeWithin(backend, 1_500);
    expect(taken).toMatchObject({ kind: "instance", isCold: false, instance: { revision: backend.revision() } });
    expect(afterMs).toBeLessThan(1_500);
    expect(backend.instances().map((each) => each.life().stage)).toEqual(["ready", "ready"]);
  });

  test("whose start-up hangs gets its requests once it does", async () => {
    const { backend, release } = begin();
    backend.rollOut(withImage(release, { trouble: { phase: 6, kind: "hangs", error: "Waiting." } }), "backend-00050-abc");
    const { taken, afterMs } = await takeWithin(backend, 2_000);
    expect(afterMs).toBeLessThan(1_000);
    expect(taken?.kind === "instance" && taken.instance.life()).toEqual({
      stage: "starting",
      phase: 6,
      failure: null,
      isStuck: true,
    });
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect((await take(backend))?.life()).toMatchObject({ stage: "starting", phase: 6 });
  });

  test("whose start-up fails lives on, and says why", async () => {
    const { backend, release, entries } = begin();
    backend.rollOut(withImage(release, { trouble: { phase: 6, kind: "fails", error: "DeterministicStartupError: no" } }));
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await take(backend))?.life()).toEqual({
      stage: "failed",
      phase: 6,
      failure: "DeterministicStartupError: no",
      isStuck: false,
    });
    expect(entries).toContainEqual(
      expect.objectContaining({ severity: "CRITICAL", message: "Startup failed: DeterministicStartupError: no" }),
    );
  });

  test("without an instance has none for anybody", async () => {
    const { backend, release } = begin();
    backend.rollOut({ ...release, instances: 0 });
    expect(await takeWithin(backend, 0)).toMatchObject({ taken: { kind: "none" } });
  });

  test("that is not warmed starts with the first request", async () => {
    const { backend, release } = begin();
    backend.rollOut({ ...withImage(release, { bootMs: 6_000, startUpMs: 24_000 }), isWarmed: false });
    await vi.advanceTimersByTimeAsync(minute);
    expect(backend.instances()).toHaveLength(0);
    const { taken, afterMs } = await takeWithin(backend, 7_000);
    expect(taken).toMatchObject({ kind: "instance", isCold: true });
    expect(afterMs).toBeCloseTo(6_000, -1);
    await vi.advanceTimersByTimeAsync(22_000);
    expect((await take(backend))?.life().stage).toBe("starting");
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await take(backend))?.life().stage).toBe("ready");
  });
});

describe("a worker that does not boot", () => {
  test("is tried again and again, less and less often, while requests wait for some seconds and get nothing", async () => {
    const { backend, release, messages } = begin({ instances: 1 });
    backend.rollOut({ ...release, settings: { ...release.settings, DATABASE_HOST: "localhost", DATABASE_PASSWORD: "short" } });
    const { taken, afterMs } = await takeWithin(backend, 8_000);
    expect(taken).toEqual({ kind: "none" });
    expect(afterMs).toBeGreaterThanOrEqual(5_000);
    expect(afterMs).toBeLessThan(7_000);
    const triesIn = async (ms: number) => {
      const before = messages().filter((message) => message === "Worker failed to boot.").length;
      await vi.advanceTimersByTimeAsync(ms);
      return messages().filter((message) => message === "Worker failed to boot.").length - before;
    };
    await vi.advanceTimersByTimeAsync(minute);
    expect([6, 7]).toContain(await triesIn(minute));
    expect(messages()).toContain(
      "DATABASE_HOST validation failed: DATABASE_HOST required in staging/production. Cannot be localhost or empty.",
    );
    expect(messages()).toContainEqual(expect.stringContaining("Must be 8+ characters and not use common defaults."));
  });

  test("is not tried any more once it is idle, and tried by the next request", async () => {
    const { backend, release, messages } = begin({ idleMs: minute });
    backend.rollOut(withImage(release, { crashesAtBoot: "ModuleNotFoundError" }));
    await vi.advanceTimersByTimeAsync(2 * minute);
    const before = messages().length;
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(messages()).toHaveLength(before);
    expect((await takeWithin(backend, 8_000)).taken).toEqual({ kind: "none" });
  });

  test("comes up with the next deployment, also for who waits already", async () => {
    const { backend, release } = begin();
    backend.rollOut(withImage(release, { crashesAtBoot: "ModuleNotFoundError" }));
    const waiting = takeWithin(backend, 4_000);
    setTimeout(() => backend.rollOut(release), 2_000);
    expect(await waiting).toMatchObject({ taken: { kind: "instance" } });
  });
});

test("a crash loop is met in its start-up, or not at all, and never comes further", async () => {
  const { backend, release, messages } = begin();
  const trouble = { phase: 12, kind: "dies", error: "Segmentation fault" } as const;
  backend.rollOut(withImage(release, { trouble }));
  await vi.advanceTimersByTimeAsync(minute);
  const seen = new Set<string>();
  for (let nth = 0; nth < 60; nth++) {
    const { taken } = await takeWithin(backend, 7_000);
    seen.add(taken?.kind === "instance" ? taken.instance.life().stage : String(taken?.kind));
  }
  expect(seen.has("none")).toBe(true);
  expect(seen.has("ready")).toBe(false);
  expect(messages().filter((message) => message === "Segmentation fault").length).toBeGreaterThan(10);
});

test("what is stopped finishes what it has begun", async () => {
  const { backend, release } = begin();
  const instance = await take(backend);
  const work = instance?.serve(() => new Promise((resolve) => setTimeout(resolve, 500, "done")), new AbortController().signal);
  backend.rollOut(release);
  await vi.advanceTimersByTimeAsync(500);
  expect(await work).toBe("done");
});
