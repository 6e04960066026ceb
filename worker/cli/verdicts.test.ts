import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judgeCase } from "../../test/support/judge-case.ts";
import { loadRecording, recordedHost } from "../../test/support/recording.ts";
import { verdictCases } from "../../test/support/verdict-cases.ts";

describe("of what k6 recorded (scripts/record-fixtures.ts)", () => {
  test.for(verdictCases)("$title: $verdict, $blame", async (given) => {
    const { verdict, blame, failedStep, steps, cause } = given;
    expect(judgeCase(given, await loadRecording(given.name), recordedHost)).toEqual({
      verdict,
      blame,
      failedStep,
      steps,
      cause: cause && (expect.stringMatching(cause) as unknown),
    });
  });

  test("no recording is left of a case that is gone", async () => {
    const files = await readdir(join(import.meta.dirname, "../../test/fixtures/runs"));
    const names = new Set(files.map((file) => file.replace(/\.\w+$/, "")));
    expect([...names].toSorted((a, b) => a.localeCompare(b))).toEqual(
      verdictCases.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)),
    );
  });
});
