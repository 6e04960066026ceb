import { describe, expect, test } from "vitest";
import { throwAwayAddress, throwAwayPassword } from "./throw-away-user.ts";

const runId = "0193a5b2-7c41-7abc-8def-0123456789ab";

describe("the address of a throw-away user", () => {
  test.each<[string, string, string]>([
    ["probe@example.com", "-1-0", "probe+sonde-0193a5b27c417abc8def0123456789ab-1-0@example.com"],
    ["probe+own@example.com", "-12-345", "probe+own+sonde-0193a5b27c417abc8def0123456789ab-12-345@example.com"],
    [
      "synthetic.monitoring.of.staging@example.com",
      "-1-0",
      "synthetic.monitoring.of.staging+sonde-417abc8def0123456789ab-1-0@example.com",
    ],
  ])("of %s with %s is %s", (own, serial, address) => {
    expect(throwAwayAddress(own, runId, serial)).toBe(address);
    expect(address.split("@")[0]?.length).toBeLessThanOrEqual(64);
  });

  test.each<[string, RegExp]>([
    ["nobody", /holds no e-mail address/],
    ["", /holds no e-mail address/],
    [`${"a".repeat(50)}@example.com`, /has 50 characters, and 64 have to hold/],
  ])("of %j there is none, and it is said why", (own, message) => {
    expect(() => throwAwayAddress(own, runId, "-1-0")).toThrow(message);
  });

  test("differs from run to run, also where it is cut", () => {
    const own = `${"a".repeat(38)}@example.com`;
    const addresses = [runId, runId.replace(/b$/, "c")].map((id) => throwAwayAddress(own, id, "-1-0"));
    expect(new Set(addresses).size).toBe(2);
  });
});

describe("the password of a throw-away user", () => {
  test("is long and of all kinds of characters, and follows from secret and address alone", () => {
    const password = throwAwayPassword("own", "a@example.com");
    expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^\w]).{36}$/);
    expect(throwAwayPassword("own", "a@example.com")).toBe(password);
    expect(throwAwayPassword("other", "a@example.com")).not.toBe(password);
    expect(throwAwayPassword("own", "b@example.com")).not.toBe(password);
  });
});
