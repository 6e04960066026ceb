import { describe, expect, test } from "vitest";
import { fakeRun } from "../kit/fake-run.ts";
import { createMetrics } from "./metrics.ts";

const run = fakeRun({ durationMs: 700 });

describe("the metrics", () => {
  test("count runs by verdict, and time them in seconds", async () => {
    const metrics = createMetrics();
    metrics.observeRun(run);
    metrics.observeRun({ ...run, verdict: "down" });
    const text = await metrics.text();
    expect(text).toContain('sonde_runs_total{probe="auth",target="demo",verdict="up"} 1');
    expect(text).toContain('sonde_runs_total{probe="auth",target="demo",verdict="down"} 1');
    expect(text).toContain('sonde_run_duration_seconds_sum{probe="auth",target="demo"} 1.4');
    expect(text).toContain('sonde_start_lateness_seconds_bucket{le="0.005"} 2');
  });

  test("count what was skipped, by reason", async () => {
    const metrics = createMetrics();
    metrics.observeSkip({ probe: "auth", target: "demo", scheduledAtMs: 0, ticks: 1, reason: "overlap" });
    expect(await metrics.text()).toContain('sonde_skipped_total{reason="overlap"} 1');
  });

  test("hold a probe's state and the outbox as they are now", async () => {
    const metrics = createMetrics((now) => {
      now.observeState({ probe: "auth", target: "demo", state: "down" });
      now.setOutbox({ rows: 12, bytes: 1, oldestMs: 10_000, deadLetters: 2, givenUp: 5 }, 70_000);
    });
    const text = await metrics.text();
    expect(text).toContain('sonde_probe_state{probe="auth",target="demo"} 3');
    expect(text).toMatch(/^sonde_outbox_rows 12$/m);
    expect(text).toMatch(/^sonde_outbox_oldest_seconds 60$/m);
    expect(text).toMatch(/^sonde_dead_letters 2$/m);
    expect(text).toMatch(/^sonde_outbox_given_up_total 5$/m);
  });

  test("of two workers in one process do not mix", async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.observeRun(run);
    expect(await other.text()).not.toContain('verdict="up"');
  });
});
