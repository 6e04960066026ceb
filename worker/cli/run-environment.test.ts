import { expect, test } from "vitest";
import { runEnvironment } from "./run-environment.ts";

const ids = { runId: "run-1", traceId: "0".repeat(32) };

test("a journey is told how long its steps usually take, where that is known", () => {
  expect(runEnvironment(null, { env: {} }, ids, { live: 12.5 })).toMatchObject({ SONDE_WARM_MS: '{"live":12.5}' });
  expect(runEnvironment(null, { env: {} }, ids)).not.toHaveProperty("SONDE_WARM_MS");
});

test("a probe's own variables do not take the place of what the worker says", () => {
  const env = { SONDE_RUN_ID: "mine", SONDE_WARM_MS: "mine", PATIENCE: "90s" };
  expect(runEnvironment(null, { env }, ids, { live: 1 })).toMatchObject({
    PATIENCE: "90s",
    SONDE_RUN_ID: "run-1",
    SONDE_WARM_MS: '{"live":1}',
  });
});
