import { expect, test } from "vitest";
import { withoutSettings } from "./without-settings.mjs";

test("what is set for a worker stays away from the tests, but the seed that repeats one does not", () => {
  const env = { PATH: "/bin", SONDE_STORE: "mine.db", STAGING_PASSWORD: "hidden", SONDE_TEST_SEED: "7" };
  expect(withoutSettings(env)).toEqual({ PATH: "/bin", SONDE_TEST_SEED: "7" });
});
