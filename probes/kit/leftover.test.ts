import { expect, test } from "vitest";
import { markers } from "../../worker/contract/markers.ts";
import { created, removed } from "./leftover.ts";
import { setEnv } from "../stubs/env.ts";
import { takenSamples } from "../stubs/samples.ts";

const leftover = { kind: "account", name: "probe+sonde-1@example.com" } as const;

setEnv({});

test("what is about to be made is said and pushed out, and waited for until k6 has written it", async () => {
  takenSamples();
  const startedMs = performance.now();
  await created(leftover);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(250);
  expect(takenSamples()).toMatchObject([
    { metric: markers.created, value: 1, tags: {}, document: leftover },
    { metric: markers.flush, value: 1 },
  ]);
});

test("what is gone is said at once", () => {
  takenSamples();
  removed(leftover);
  expect(takenSamples()).toMatchObject([{ metric: markers.removed, document: leftover }]);
});
