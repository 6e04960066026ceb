import { expect, test } from "vitest";
import { plain } from "./paint.ts";
import { type ProbeRow, type ScreenView, renderScreen } from "./screen.ts";

const nowMs = 1_000_000;
const down: ProbeRow = {
  probe: { name: "dashboard", target: "demo", labels: {} },
  state: { state: "down", sinceMs: nowMs - 125_000, cause: "dashboard: status (503) is 200", pending: null },
  runs: [
    { verdict: "up", durationMs: 400, startedAtMs: 1, cause: null },
    { verdict: "down", durationMs: 6_200, startedAtMs: 2, cause: "dashboard: status (503) is 200" },
  ],
  next: nowMs + 12_000,
};

function screen(rows: ProbeRow[], width = 140): string[] {
  const view: ScreenView = {
    title: "Sonde",
    rows,
    outbox: "InfluxDB: off",
    notes: [],
    footer: "Ctrl-C",
    nowMs,
    width,
    paint: plain,
  };
  return renderScreen(view).split("\n");
}

test("a row tells state, since when, latency, next run, and what the last run saw", () => {
  const row = screen([down]).find((line) => line.startsWith("dashboard"));
  expect(row).toMatch(/^dashboard {2}● down 2 m 5 s +█× +6\.2 s {2}in 12 s +down dashboard: status \(503\) is 200$/);
});

test("a probe without runs says so", () => {
  const row = screen([{ probe: { name: "chat", target: "demo", labels: {} }, state: null, runs: [], next: "running" }]).find(
    (line) => line.startsWith("chat"),
  );
  expect(row).toMatch(/● unknown .* running +no run yet$/);
});

test("no line is wider than the terminal, and escapes from the target are gone", () => {
  const hostile = {
    ...down,
    runs: [{ verdict: "down" as const, durationMs: 1, startedAtMs: 1, cause: `\u001b[2J${"x".repeat(500)}` }],
  };
  for (const width of [100, 60, 40, 20, 10, 1]) {
    for (const line of screen([hostile], width)) {
      expect(line.length).toBeLessThanOrEqual(width);
      expect(line).not.toContain("\u001b");
    }
  }
});
