import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { catalogue } from "../../demo/faults/catalogue.ts";
import { type Played, demoTable } from "../support/faults/demo-table.ts";
import { expectations } from "../support/faults/expectations.ts";
import { mistakesIn } from "../support/faults/judge-reports.ts";
import { playFault } from "../support/faults/play-fault.ts";
import { replaceBlock } from "../support/generated-block.ts";

const page = join(import.meta.dirname, "../../docs/demo.md");
const played = new Map<string, Played>();

test.concurrent.each([...catalogue])(
  "%s makes the right step fail, with a cause that names what was seen",
  async (name, { says }) => {
    const expectation = expectations[name] ?? { reports: {} };
    const reports = await playFault(name, expectation);
    played.set(name, { name, says, reports });
    expect(mistakesIn(reports, expectation)).toEqual([]);
  },
);

afterAll(() => {
  const rows = [...catalogue.keys()].flatMap((name) => played.get(name) ?? []);
  if (rows.length < catalogue.size) console.log("docs/demo.md keeps its table: not every fault was played to its end");
  else writeFileSync(page, replaceBlock(readFileSync(page, "utf8"), "faults", demoTable(rows)));
});
