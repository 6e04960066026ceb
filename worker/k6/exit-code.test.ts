import { expect, test } from "vitest";
import { scriptErrorOf } from "./exit-code.ts";

test.each([
  [0, "k6 ended"],
  [99, "thresholds were crossed"],
  [110, "the run was marked as failed"],
])("%d says nothing against the script: %s", (exitCode) => {
  expect(scriptErrorOf(exitCode)).toBeNull();
});

test.each([
  [97, /cloud/],
  [100, /setup\(\).*setupTimeout/],
  [101, /teardown\(\).*teardownTimeout/],
  [102, /timed out/],
  [103, /could not stop/],
  [104, /options.*not valid/],
  [105, /aborted from outside/],
  [106, /server could not start/],
  [107, /threw/],
  [108, /test\.abort\(\)/],
  [109, /Go panic/],
  [2, /crashed/],
  [255, /could not load/],
])("%d: %s", (exitCode, meaning) => {
  expect(scriptErrorOf(exitCode)).toMatch(meaning);
});

test.each([1, 98, 111, 126, 127, 137, 143, -1])("%d is not a code of k6's, and is told as it is", (exitCode) => {
  expect(scriptErrorOf(exitCode)).toBe(`k6 ended with the unknown exit code ${exitCode}`);
});
