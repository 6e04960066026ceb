import { describe, expect, test } from "vitest";
import type { HealthLook } from "./health-look.ts";
import { createStartUp } from "./start-up.ts";

const none: HealthLook = { isHealthy: true, isStarting: false, phase: null, progress: null, uptimeS: null, failed: null };
const at = (phase: string, progress: number | null = null): HealthLook => ({
  ...none,
  isHealthy: false,
  isStarting: true,
  phase,
  progress,
});

/** After these looks, one each second. */
function after(...looks: HealthLook[]) {
  const startUp = createStartUp();
  looks.forEach((look, second) => startUp.see(look, second * 1_000));
  return startUp;
}

describe("where it hangs", () => {
  test.each<[string, HealthLook[], string | null]>([
    ["nowhere before a look", [], null],
    ["nowhere when it is in no phase", [none], null],
    ["nowhere once it is through", [at("1 of 2: a"), none], null],
    [
      "in the phase that it is in",
      [at("5 of 21: Redis"), at("6 of 21: WebSocket manager", 0.29)],
      "hung in phase 6 of 21: WebSocket manager for 9 s (progress 0.29)",
    ],
    [
      "since it was first seen there",
      [at("6: x", 0.1), at("6: x", 0.2), at("6: x", 0.3)],
      "hung in phase 6: x for 10 s (progress 0.3)",
    ],
    ["in its own words", [at("phase 6: redis")], "hung in phase 6: redis for 10 s"],
    ["in a phase without a number", [at("migrations")], "hung in phase migrations for 10 s"],
    [
      "in a loop",
      [at("1: a"), at("9: b"), at("1: a"), at("9: b")],
      "went back to an earlier phase once, was in phase 9: b for 7 s last",
    ],
  ])("is %s", (_what, looks, expected) => {
    expect(after(...looks).whereItHangs(10_000)).toBe(expected);
  });
});

test.each<[string, HealthLook[], number | null]>([
  ["nothing where it is in no phase", [none], null],
  ["since its name changed", [at("1: a"), at("2: b"), at("2: b")], 9_000],
  ["since its progress changed", [at("2: b", 0.1), at("2: b", 0.2), at("2: b", 0.2)], 9_000],
])("a phase is unchanged for %s", (_what, looks, expected) => {
  expect(after(...looks).unchangedMs(10_000)).toBe(expected);
});

test("the story tells every phase with its time", () => {
  const startUp = after(none, at("1: a"), at("1: a"), at("2: b"), none, none);
  expect(startUp.story(9_000)).toBe("start-up, seen from 1 s on: phase 1: a 2 s, phase 2: b 1 s");
  expect(startUp.phase()).toMatchObject({ name: "phase 2: b", number: 2 });
});

test("a loop without an end keeps its bounds", () => {
  const looks = Array.from({ length: 2_000 }, (_, nth) => at(`${nth % 7}: x`));
  expect(
    after(...looks)
      .story(0)
      ?.split(", ").length,
  ).toBeLessThan(250);
});
