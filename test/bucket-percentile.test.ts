import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketPercentile, latencyBuckets } from "../dashboards/influxql/bucket-percentile.ts";
import { within } from "../dashboards/influxql/condition.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";

const hourMs = 3_600_000;
/** The hours lie in the past by so many, so that `now()` of InfluxDB sees them whole. */
const startMs = Math.floor(Date.now() / hourMs) * hourMs - 100 * hourMs;

let influxd: Influxd;
beforeAll(async () => {
  influxd = await startInfluxd();
  await influxd.query("CREATE DATABASE sonde");
  await influxd.query("CREATE RETENTION POLICY rollups ON sonde DURATION INF REPLICATION 1");
});
afterAll(() => influxd.remove());

/** Durations by hour, as roll-ups keep them. `dense`: buckets without any are written as well. */
async function store(probe: string, hours: readonly (readonly number[])[], dense: boolean): Promise<void> {
  const lines = hours.flatMap((durations, hour) => {
    if (durations.length === 0) return [];
    const counts = latencyBuckets
      .map(({ count, fromMs, toMs }) => ({ count, of: durations.filter((ms) => ms > fromMs && ms <= toMs).length }))
      .filter(({ of }) => dense || of > 0);
    const fields = [...counts.map(({ count, of }) => `${count}=${of}i`), `max_ms=${Math.max(...durations)}`];
    return [
      `probe_step_1h,target=demo,probe=${probe},location=here,step=chat ${fields.join(",")} ${startMs + hour * hourMs}000000`,
    ];
  });
  const answer = await fetch(`${influxd.url}/write?db=sonde&rp=rollups`, { method: "POST", body: lines.join("\n") });
  expect(answer.status).toBe(204);
}

/** Where the rank lies when durations are spread evenly in their bucket, and no further than the longest. */
function expected(durations: readonly number[], rank: number): number {
  const wanted = (rank / 100) * durations.length;
  let below = 0;
  for (const { fromMs, toMs } of latencyBuckets) {
    const inside = durations.filter((ms) => ms > fromMs && ms <= toMs).length;
    if (inside > 0 && below + inside >= wanted - 1e-9) {
      return Math.min(Math.max(...durations), fromMs + ((toMs - fromMs) * (wanted - below)) / inside);
    }
    below += inside;
  }
  return Math.max(...durations);
}

const some = (count: number, fromMs: number, toMs: number) =>
  Array.from({ length: count }, (_, index) => fromMs + ((toMs - fromMs) * (index + 1)) / count);

const stories: [title: string, probe: string, hours: number[][], dense: boolean][] = [
  ["lie in one bucket", "one", [some(50, 110, 140)], true],
  ["lie in two far from each other", "two", [[...some(90, 20, 45), ...some(10, 4_000, 4_900)]], true],
  ["are beyond the last edge", "over", [[...some(5, 1, 9), ...some(95, 61_000, 90_000)]], true],
  ["are a single one", "single", [[640]], true],
  ["come from several hours, with an hour that has none", "hours", [some(40, 10, 400), [], some(60, 300, 3_000)], true],
  ["leave their empty buckets out", "sparse", [some(30, 100, 190), some(30, 900, 1_400)], false],
];

describe("percentiles of roll-ups, when durations", () => {
  beforeAll(async () => {
    for (const [, probe, hours, dense] of stories) await store(probe, hours, dense);
  });

  test.each(stories)("%s, are what the buckets tell", async (_, probe, hours) => {
    const where = [within("30d"), { text: `"probe" = '${probe}'` }];
    const statement = bucketPercentile("probe_step_1h", {
      ranks: { p50: 50, p95: 95 },
      where,
      by: ["step"],
      beside: ["measured"],
    });
    const [row] = await influxd.query(statement.text, "sonde");
    const all = hours.flat();
    expect(row?.["measured"]).toBe(all.length);
    expect(row?.["p50"]).toBeCloseTo(expected(all, 50), 2);
    expect(row?.["p95"]).toBeCloseTo(expected(all, 95), 2);
  });

  test("are grouped by time, an hour without any has no percentile", async () => {
    const where = [within("30d"), { text: `"probe" = 'hours'` }];
    const by = [{ every: "1h" }, "step" as const];
    const rows = await influxd.query(bucketPercentile("probe_step_1h", { ranks: { p95: 95 }, where, by }).text, "sonde");
    expect(rows.map(({ p95 }) => Math.round(Number(p95)))).toEqual(
      [some(40, 10, 400), some(60, 300, 3_000)].map((durations) => Math.round(expected(durations, 95))),
    );
  });
});
