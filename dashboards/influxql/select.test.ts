import { describe, expect, test } from "vitest";
import {
  anyOf,
  fieldIs,
  fieldIsPicked,
  intervalIs,
  picked,
  sideOf,
  tagIs,
  tagIsNot,
  tagIsOneOf,
  timeFilter,
  within,
} from "./condition.ts";
import { abs, count, dividedBy, last, max, mean, minus, number, percentile, plus, sum, times, value } from "./expression.ts";
import { interval, select, selectFrom } from "./select.ts";
import { tagValues } from "./tag-values.ts";

const statements: [title: string, text: string, expected: string][] = [
  [
    "columns have aliases",
    select("probe_run", { columns: { Uptime: times(mean("up"), 100), Runs: count("run_id") } }).text,
    'SELECT (mean("up") * 100) AS "Uptime", count("run_id") AS "Runs" FROM "probe_run"',
  ],
  [
    "conditions follow the dashboard's variables",
    select("probe_step", {
      columns: { p95: percentile("duration_ms", 95) },
      where: [timeFilter, picked("target"), tagIsNot("outcome", "blocked"), fieldIs("count", ">", 0)],
      by: [interval, "step"],
    }).text,
    'SELECT percentile("duration_ms", 95) AS "p95" FROM "probe_step" WHERE $timeFilter AND "target" =~ /^$target$/ ' +
      `AND "outcome" != 'blocked' AND "count" > 0 GROUP BY time($__interval), "step" fill(none)`,
  ],
  [
    "roll-ups are read from their retention policy",
    select("probe_run_1h", { columns: { down: sum("down") }, where: [within("30d")] }).text,
    'SELECT sum("down") AS "down" FROM "rollups"."probe_run_1h" WHERE time > now() - 30d',
  ],
  [
    "tags are grouped by without a span, newest first",
    select("incident", { columns: { title: last("title") }, by: ["target"], newestFirst: true, limit: 5 }).text,
    'SELECT last("title") AS "title" FROM "incident" GROUP BY "target" ORDER BY time DESC LIMIT 5',
  ],
  [
    "a statement reads from another",
    selectFrom(select("probe_run", { columns: { a: max("state"), b: max("attempt") }, by: ["probe"] }), {
      columns: { c: minus(abs(number("a")), dividedBy(number("b"), 2)) },
      by: ["probe"],
    }).text,
    'SELECT (abs("a") - ("b" / 2)) AS "c" FROM (SELECT max("state") AS "a", max("attempt") AS "b" FROM "probe_run" ' +
      'GROUP BY "probe") GROUP BY "probe"',
  ],
  [
    "values are quoted",
    select("probe_run", {
      columns: { 'a "b"': value("cause") },
      where: [tagIs("probe", "it's"), tagIsOneOf("probe", ["a.b", "c/d"]), fieldIs("cause", "!=", "\\")],
    }).text,
    String.raw`SELECT "cause" AS "a \"b\"" FROM "probe_run" WHERE "probe" = 'it\'s' AND "probe" =~ /^(a\.b|c\/d)$/ AND "cause" != '\\'`,
  ],
  [
    "alternatives are in brackets",
    select("probe_run", {
      columns: { cause: value("cause") },
      where: [anyOf(tagIs("verdict", "down"), fieldIs("attempt", ">", 1)), fieldIsPicked("run_id", "run")],
    }).text,
    `SELECT "cause" AS "cause" FROM "probe_run" WHERE ("verdict" = 'down' OR "attempt" > 1) AND "run_id" = '$run'`,
  ],
  [
    "spans without points can be filled",
    select("worker", { columns: { n: plus(sum("runs"), sum("skipped")) }, by: [{ every: "5m" }, "location"], fill: 0 }).text,
    'SELECT (sum("runs") + sum("skipped")) AS "n" FROM "worker" GROUP BY time(5m), "location" fill(0)',
  ],
];

describe("a statement", () => {
  test.each(statements)("%s", (_, text, expected) => expect(text).toBe(expected));

  test("of a variable offers a tag's values", () => {
    expect(tagValues("probe_step_1h", "step", [picked("probe")]).text).toBe(
      'SHOW TAG VALUES FROM "rollups"."probe_step_1h" WITH KEY = "step" WHERE "probe" =~ /^$probe$/',
    );
  });

  test("can be silent outside a range of intervals", () => {
    expect(intervalIs({ fromMs: 300_000, belowMs: 3_600_000 }).text).toBe(
      "$__interval_ms >= 300000 AND $__interval_ms < 3600000",
    );
  });

  test("stays valid when a variable holds no instant", () => {
    expect(sideOf("boundary", "before").text.replace("${boundary}", "")).toBe("time < 0ms");
  });
});

/** Compiled, never run: each line is a mistake that the compiler must find. */
export function mistakes(): void {
  // @ts-expect-error a field that probe_run does not have
  select("probe_run", { columns: { x: mean("duration") } });
  // @ts-expect-error a field of another measurement
  select("probe_run", { columns: { x: mean("waiting_ms") } });
  // @ts-expect-error a mean of a text
  select("probe_run", { columns: { x: mean("cause") } });
  // @ts-expect-error a wrong field deep in a calculation
  select("probe_run", { columns: { x: times(plus(mean("up"), mean("upp")), 100) } });
  // @ts-expect-error a tag that probe_run does not have
  select("probe_run", { columns: { x: mean("up") }, where: [picked("step")] });
  // @ts-expect-error a group by a field
  select("probe_run", { columns: { x: mean("up") }, by: ["run_id"] });
  // @ts-expect-error a roll-up has no outcome
  select("probe_step_1h", { columns: { x: sum("runs") }, where: [tagIs("outcome", "failed")] });
  // @ts-expect-error a condition on a field that is not there
  select("worker", { columns: { x: max("rss") }, where: [fieldIs("memory", ">", 1)] });
  // @ts-expect-error a measurement that nobody writes
  select("probe_runs", { columns: { x: mean("up") } });
  // @ts-expect-error a column that the inner statement does not have
  selectFrom(select("probe_run", { columns: { a: max("state") } }), { columns: { x: max("state") } });
  // @ts-expect-error a tag as a variable's values that the measurement does not have
  tagValues("worker", "probe");
}
