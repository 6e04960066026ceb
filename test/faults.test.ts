import { expect, test } from "vitest";
import { catalogue } from "../demo/faults/catalogue.ts";
import { expectations } from "./support/faults/expectations.ts";
import { mistakesIn } from "./support/faults/judge-reports.ts";
import { playFault } from "./support/faults/play-fault.ts";

/** The other two thirds are played by the long suite. */
const third = [...catalogue.keys()].filter((_, index) => index % 3 === 0);

test("it is said of every fault what each journey has to report", () => {
  expect(Object.keys(expectations).toSorted()).toEqual([...catalogue.keys()].toSorted());
});

test.concurrent.each(third)("%s makes the right step fail, with a cause that names what was seen", async (fault) => {
  const expectation = expectations[fault] ?? { reports: {} };
  const reports = await playFault(fault, expectation);
  expect(mistakesIn(reports, expectation)).toEqual([]);
});
