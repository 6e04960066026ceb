import { join } from "node:path";
import { expect, test } from "vitest";
import { fakeMachine } from "./fake-machine.ts";
import { findInfluxd, unsupportedInfluxd } from "./influxd.mjs";

test.each(["InfluxDB v1.8.10 (git: 1.8 688e697c51fd)", "InfluxDB v1.13.2 (git: master abc)", "InfluxDB 1.9.0 (git: x)"])(
  "%s will do",
  (output) => {
    expect(unsupportedInfluxd(output)).toBeNull();
  },
);

test.each([
  ["InfluxDB v1.6.7~rc0 (git: unknown unknown)", "it is 1.6"],
  ["InfluxDB v2.7.12 (git: ec9dcde5d6) build_date: 2025-05-20", "it is 2.7"],
  ["InfluxDB vunknown (git: unknown unknown)", "names no version"],
])("%s will not do: %s", (output, says) => {
  expect(unsupportedInfluxd(output)).toContain(says);
});

test("SONDE_TEST_INFLUXD comes first, and is an error when it is not there", async () => {
  const machine = fakeMachine();
  machine.install("influxd", "echo 'InfluxDB v1.8.10'");
  const chosen = machine.install("chosen", "exit 0", machine.home);
  machine.env["SONDE_TEST_INFLUXD"] = chosen;
  expect(await findInfluxd(machine)).toBe(chosen);
  machine.env["SONDE_TEST_INFLUXD"] = "/nowhere/influxd";
  await expect(findInfluxd(machine)).rejects.toThrow("SONDE_TEST_INFLUXD: /nowhere/influxd does not exist");
});

test("a server on PATH that was built by Go is asked for its version through Go", async () => {
  const machine = fakeMachine();
  const path = machine.install("influxd", "echo 'InfluxDB vunknown (git: unknown unknown)'");
  machine.install("go", `printf '\\tpath\\tx\\n\\tmod\\tgithub.com/influxdata/influxdb\\tv1.8.10\\th1:y=\\n'`);
  expect(await findInfluxd(machine)).toBe(path);
});

test("one that is too old on PATH is passed over for one that Go builds", async () => {
  const machine = fakeMachine();
  machine.install("influxd", "echo 'InfluxDB v1.6.7~rc0 (git: unknown unknown)'");
  machine.install("go", `printf '#!/bin/sh\\n' > "$GOBIN/influxd"; chmod +x "$GOBIN/influxd"`);
  expect(await findInfluxd(machine)).toBe(join(machine.cache, "influxd-v1.8.10-linux-x64", "influxd"));
});

test("without any, the message lists what was tried and the ways out", async () => {
  const machine = fakeMachine();
  await expect(findInfluxd(machine)).rejects.toThrow(
    /influxd on PATH: not there[^]*go install: there is no `go` on PATH[^]*1\. [^]*2\. [^]*3\. /,
  );
});
