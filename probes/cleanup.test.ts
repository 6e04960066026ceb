import { describe, expect, test } from "vitest";
import { runVariables } from "../worker/contract/settings.ts";
import cleanup from "./cleanup.ts";
import { throwAwayPassword } from "./steps/throw-away-user.ts";
import { html, json, sentRequests, unanswered } from "./stubs/http.ts";
import { type Changes, newPlatform } from "./stubs/new-platform.ts";
import { secrets } from "./stubs/perform.ts";
import { leftoversOf, play } from "./stubs/play.ts";

const first = "probe+sonde-1@example.com";
const second = "probe+sonde-2@example.com";
const others = [secrets, { email: "somebody@example.com", password: "their own" }];
const leftBehind = (email: string) => ({ email, password: throwAwayPassword(secrets.password, email) });
const named = (...names: string[]) => ({ [runVariables.leftovers]: JSON.stringify(names) });

describe("cleaning up", () => {
  test("removes every account that was left behind, and no other", async () => {
    const platform = newPlatform({}, [...others, leftBehind(first), leftBehind(second)]);
    const report = await play(cleanup, named(first, second));
    expect(report.samples.filter(({ metric }) => metric === "sonde_step_ended").map(({ tags }) => tags["step"])).toEqual([
      "clean-up",
      "clean-up",
    ]);
    expect(leftoversOf(report)).toEqual({ created: [], removed: [first, second] });
    expect([...platform.accounts.keys()]).toEqual(others.map(({ email }) => email));
  });

  test.each([401, 404])("takes a sign-in that answers %i for an account that is not there", async (status) => {
    newPlatform({ "POST /auth/login": () => json(status, { detail: "no" }) });
    const report = await play(cleanup, named(first));
    expect(report.outcomes).toEqual({ "clean-up": "passed" });
    expect(leftoversOf(report).removed).toEqual([first]);
  });

  test.each<[string, Changes, string]>([
    ["the front refuses", { "POST /auth/login": () => html(403, "<p>who are you?</p>") }, "status (403) is 200"],
    [
      "the address was never confirmed",
      { "POST /auth/login": () => json(403, { detail: "confirm your address" }) },
      "status (403) is 200: confirm your address",
    ],
    ["auth is down", { "POST /auth/login": () => json(503, { detail: "down" }) }, "status (503) is 200: down"],
    ["nobody answers", { "POST /auth/login": () => unanswered }, "status (none: request timeout) is 200"],
    ["the removal fails", { "DELETE /auth/me": () => json(500, { detail: "oops" }) }, "status (500) is 204 or 200 or 202: oops"],
    ["the account is there still", { "DELETE /auth/me": () => json(204, null) }, "status (200) is 401 or 403 or 404"],
  ])("keeps the record when %s, and says so", async (_what, changes, observed) => {
    newPlatform(changes, [leftBehind(first)]);
    const report = await play(cleanup, named(first));
    expect(report.outcomes).toEqual({ "clean-up": "failed" });
    expect(Object.values(report.checks)).toContain(observed);
    expect(leftoversOf(report).removed).toEqual([]);
  });

  test("goes on after one that cannot be removed", async () => {
    let asked = 0;
    const platform = newPlatform({ "POST /auth/login": () => ((asked += 1) === 1 ? unanswered : undefined) }, [
      leftBehind(first),
      leftBehind(second),
    ]);
    expect(leftoversOf(await play(cleanup, named(first, second))).removed).toEqual([second]);
    expect([...platform.accounts.keys()]).toEqual([first]);
  });

  test("asks for nothing when nothing was left behind", async () => {
    newPlatform();
    const report = await play(cleanup);
    expect([report.outcomes, sentRequests()]).toEqual([{}, []]);
  });
});
