import { vi } from "vitest";
import type { LogEntry } from "../log/log.ts";
import { type Backend, type Taken, createBackend } from "./backend.ts";
import type { Kind } from "./choose.ts";
import { createPace } from "./pace.ts";
import { type Image, type Release, workingRelease } from "./release.ts";

export const minute = 60_000;

/** A backend in fake time, with what it logs. */
export function begin({ instances = 2, idleMs = 15 * minute } = {}) {
  const entries: LogEntry[] = [];
  const log = { write: (entry: LogEntry) => void entries.push(entry) };
  const release = workingRelease(instances);
  const backend = createBackend({ release, idleMs, pace: createPace(1, () => 0.5), log });
  const messages = () => entries.map(({ message }) => message);
  return { backend, release, entries, messages };
}

/** A release whose code behaves otherwise. */
export function withImage(release: Release, image: Partial<Image>): Release {
  return { ...release, image: { ...release.image, ...image } };
}

/** What is taken, and after how many milliseconds; `null`: nothing for so long. */
export async function takeWithin(backend: Backend, ms: number, kind: Kind = "requests") {
  const taking: { taken: Taken | null; afterMs: number } = { taken: null, afterMs: 0 };
  const startedMs = performance.now();
  void backend.take(kind).then((taken) => Object.assign(taking, { taken, afterMs: performance.now() - startedMs }));
  await vi.advanceTimersByTimeAsync(ms);
  return taking;
}

/** The instance that a request gets at once; `null`: none. */
export async function take(backend: Backend) {
  const { taken } = await takeWithin(backend, 0);
  return taken?.kind === "instance" ? taken.instance : null;
}
