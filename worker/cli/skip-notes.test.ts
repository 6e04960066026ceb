import { expect, test, vi } from "vitest";
import type { Skip } from "../contract/run.ts";
import { skipNotes } from "./skip-notes.ts";

const skip = (given: Partial<Skip>): Skip => ({
  probe: "chat",
  target: "demo",
  scheduledAtMs: Date.UTC(2026, 0, 1, 12),
  ticks: 1,
  reason: "overlap",
  ...given,
});

test("every skip is told, with how many ticks it stands for", () => {
  const warn = vi.fn();
  const note = skipNotes({ warn });
  note(skip({}));
  note(skip({ reason: "late", ticks: 12 }));
  expect(warn.mock.calls.map(([, text]: unknown[]) => text)).toEqual(["skipped a run", "skipped 12 runs"]);
});

test("a daily limit is told once a day and probe", () => {
  const warn = vi.fn();
  const note = skipNotes({ warn });
  for (const hour of [12, 13, 23]) note(skip({ reason: "daily-limit", scheduledAtMs: Date.UTC(2026, 0, 1, hour) }));
  note(skip({ reason: "daily-limit", probe: "auth" }));
  note(skip({ reason: "daily-limit", scheduledAtMs: Date.UTC(2026, 0, 2) }));
  expect(warn).toHaveBeenCalledTimes(3);
});

test("of what is held for another probe's sake nothing is told: that was said once, by who holds", () => {
  const warn = vi.fn();
  skipNotes({ warn })(skip({ reason: "quiet" }));
  expect(warn).not.toHaveBeenCalled();
});
