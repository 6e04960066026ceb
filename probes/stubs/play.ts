import { vi } from "vitest";
import { env } from "./env.ts";
import { type Report, perform } from "./perform.ts";

export interface Played extends Report {
  /** By the clock that does not wait. */
  tookMs: number;
  /** Lines of the run's log. */
  notes: string[];
}

/** Runs a journey by a clock that does not wait, with further variables. */
export async function play(run: () => Promise<void>, variables: Record<string, string> = {}): Promise<Played> {
  vi.useFakeTimers();
  const notes: string[] = [];
  const log = vi.spyOn(globalThis.console, "info").mockImplementation((text: unknown) => void notes.push(String(text)));
  const before = { ...env };
  Object.assign(env, variables);
  const startedMs = performance.now();
  try {
    const done: { report?: Report } = {};
    const performed = perform(run).then((report) => (done.report = report));
    while (done.report === undefined) await vi.advanceTimersByTimeAsync(50);
    return { ...(await performed), tookMs: performance.now() - startedMs, notes };
  } finally {
    for (const name of Object.keys(variables)) delete env[name];
    Object.assign(env, before);
    log.mockRestore();
    vi.useRealTimers();
  }
}

/** Names of what the journey said that it was about to make, and of what it said is gone. */
export function leftoversOf({ samples }: Pick<Report, "samples">): { created: string[]; removed: string[] } {
  const namesOf = (metric: string) =>
    samples.filter((sample) => sample.metric === metric).map(({ document }) => (document as { name: string }).name);
  return { created: namesOf("sonde_created"), removed: namesOf("sonde_removed") };
}
