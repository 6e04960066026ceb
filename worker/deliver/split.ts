import type { OutboxRow } from "../contract/outbox.ts";
import type { PartialWrite } from "./answer.ts";

export type Parts = [OutboxRow[], OutboxRow[]];

/**
 * Two parts of a batch that InfluxDB took only in part, so that one of them holds most of what it refused: by the field it named, by
 * age when points were too old, else in halves. Neither part is empty; needs two rows or more.
 */
export function split(rows: readonly OutboxRow[], { reason, dropped }: Pick<PartialWrite, "reason" | "dropped">): Parts {
  return byField(rows, reason) ?? byAge(rows, reason, dropped) ?? halves(rows);
}

/** Points of one series lie together: they mostly share their fate, so few halves hold both kinds. */
export function halves(rows: readonly OutboxRow[]): Parts {
  const sorted = rows
    .map((row) => ({ row, series: seriesOf(row) }))
    .sort((a, b) => (a.series < b.series ? -1 : a.series > b.series ? 1 : 0));
  const middle = Math.ceil(rows.length / 2);
  const ordered = sorted.map(({ row }) => row);
  return [ordered.slice(0, middle), ordered.slice(middle)];
}

function seriesOf({ point: { measurement, tags } }: OutboxRow): string {
  return `${measurement},${Object.entries(tags).flat().join(",")}`;
}

function byField(rows: readonly OutboxRow[], reason: string): Parts | null {
  const named = /input field "(.+?)" on measurement "(.+?)" is type/.exec(reason);
  const [, field, measurement] = named ?? [];
  if (field === undefined || measurement === undefined) return null;
  return partition(rows, ({ point }) => point.measurement === measurement && Object.hasOwn(point.fields, field));
}

function byAge(rows: readonly OutboxRow[], reason: string, dropped: number | null): Parts | null {
  if (dropped === null || !reason.includes("beyond retention policy")) return null;
  const oldest = [...rows].sort((a, b) => compare(BigInt(a.point.timestampNs), BigInt(b.point.timestampNs))).slice(0, dropped);
  const suspects = new Set(oldest);
  return partition(rows, (row) => suspects.has(row));
}

function partition(rows: readonly OutboxRow[], isSuspect: (row: OutboxRow) => boolean): Parts | null {
  const suspects = rows.filter(isSuspect);
  if (suspects.length === 0 || suspects.length === rows.length) return null;
  return [suspects, rows.filter((row) => !isSuspect(row))];
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
