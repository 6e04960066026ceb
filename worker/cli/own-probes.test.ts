import { expect, test } from "vitest";
import own from "../../sonde.config.ts";

test("of the configuration that comes along, a probe that wants quiet is decided by one run: the next one meets a warm instance", () => {
  const quiet = own.probes.filter((probe) => probe.quiet !== undefined);
  expect(quiet.map(({ name, confirm, recover }) => [name, confirm, recover])).toEqual([["cold-start", 1, 1]]);
});
