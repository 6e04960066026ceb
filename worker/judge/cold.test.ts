import { expect, test } from "vitest";
import { isCold } from "./cold.ts";

test.each<[title: string, measures: Record<string, number>[], cold: boolean | null]>([
  ["nothing was told", [{}, { threads: 3 }], null],
  ["the instance is up for under a minute", [{ uptime_s: 59.9 }], true],
  ["it is up for longer", [{ uptime_s: 60 }], false],
  ["one of several is young", [{ uptime_s: 900 }, { uptime_s: 3 }], true],
  ["the journey says that it was cold, though it is up for long", [{ uptime_s: 900 }, { cold: 1 }], true],
  ["the journey says that it was warm, though it is young", [{ uptime_s: 3 }, { cold: 0 }], false],
  ["one step met a cold instance and one a warm one", [{ cold: 0 }, { cold: 1 }], true],
])("%s", (_title, measures, cold) => {
  expect(isCold(measures.map((given) => ({ measures: given })))).toBe(cold);
});
