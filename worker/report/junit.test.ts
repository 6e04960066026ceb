import { expect, test } from "vitest";
import type { Run, Step } from "../contract/run.ts";
import { fakeRun, fakeStep } from "../kit/fake-run.ts";
import { junit } from "./junit.ts";

function step(name: string, outcome: Step["outcome"], cause: string | null = null): Step {
  const failed = outcome === "failed";
  const observed = failed ? "status (503) is 200" : null;
  const check = { name: "status is 200", passed: !failed, passes: failed ? 0 : 1, fails: failed ? 1 : 0, observed };
  return fakeStep({ name, outcome, cause, durationMs: 1_500, checks: [check] });
}

function run(verdict: Run["verdict"], steps: Step[], cause: string | null = null): Run {
  return fakeRun({ probe: "chat", verdict, steps, cause });
}

test("a step is a case: passed, failed with what was seen, or skipped with why", () => {
  const xml = junit([
    run("down", [
      step("sign-in", "passed"),
      step("chat", "failed", 'status (503) is "200" & <html>'),
      step("profile", "blocked", "needs chat"),
    ]),
  ]);
  expect(xml).toContain(`<testcase classname="demo.chat" name="sign-in" time="1.500"/>`);
  expect(xml).toContain(
    `<failure message="status (503) is &quot;200&quot; &amp; &lt;html&gt;">status is 200: status (503) is 200</failure>`,
  );
  expect(xml).toContain(`<skipped message="needs chat"/>`);
  expect(xml).toContain(`tests="3" failures="1" errors="0" skipped="1"`);
});

test.each<[Run["verdict"], string]>([
  ["error", `<error message="k6 is missing"/>`],
  ["no-data", `<error message="k6 is missing"/>`],
  ["down", `<failure message="k6 is missing"/>`],
])("a run that is %s without a failed step still fails the suite", (verdict, element) => {
  expect(junit([run(verdict, [step("sign-in", "passed")], "k6 is missing")])).toContain(element);
});

test("characters that XML cannot hold are replaced", () => {
  const xml = junit([run("down", [step("chat", "failed", "a\u0000b\u001bc\uD800d")])]);
  expect(xml).toContain("a\uFFFDb\uFFFDc\uFFFDd");
});
