import type { InfluxSettings } from "../contract/config.ts";
import type { Admin, Policy } from "./admin.ts";

/**
 * Makes the default policy `raw` and the policy `rollups` as configured. Data is never hidden or cut short that way unless it is our
 * own: a database that already holds something under another default policy keeps it, and the answer says so.
 */
export async function preparePolicies({ raw, rollups }: InfluxSettings["retention"], admin: Admin): Promise<string[]> {
  const policies = await admin.policies();
  return [
    await prepareRaw(raw, policies, admin),
    await prepareOne({ name: "rollups", duration: rollups, isDefault: false, ...wideShards(rollups) }, policies, admin),
  ];
}

const yearS = 52 * 604_800;

/** A query opens every series in every shard that it reads: 90 days in one are asked in half the time of 90 days in thirteen. */
function wideShards(duration: string): { shardDuration?: string } {
  const seconds = secondsOf(duration);
  return seconds === 0 || seconds >= yearS ? { shardDuration: "26w" } : {};
}

async function prepareRaw(duration: string, policies: readonly Policy[], admin: Admin): Promise<string> {
  const current = policies.find(({ isDefault }) => isDefault);
  if (current && current.name !== "raw" && (await admin.hasMeasurements())) {
    return `left the default policy ${current.name} (${current.duration}) as it is, because it holds data`;
  }
  return prepareOne({ name: "raw", duration, isDefault: true }, policies, admin);
}

async function prepareOne(wanted: Policy, policies: readonly Policy[], admin: Admin): Promise<string> {
  const found = policies.find(({ name }) => name === wanted.name);
  const title = `policy ${wanted.name} (${wanted.duration}${wanted.isDefault ? ", default" : ""})`;
  if (!found) {
    await admin.createPolicy(wanted);
    return `created ${title}`;
  }
  const sameShards = isSameDuration(found.shardDuration ?? wanted.shardDuration, wanted.shardDuration ?? found.shardDuration);
  const isSame = found.isDefault === wanted.isDefault && isSameDuration(found.duration, wanted.duration);
  if (isSame && sameShards) return `${title} is there`;
  await admin.alterPolicy(wanted);
  if (isSame) return `changed ${title}: its shards were of ${found.shardDuration}`;
  return `changed ${title}, it was ${found.duration}${found.isDefault ? ", default" : ""}`;
}

const isSameDuration = (a = "", b = "") => secondsOf(a) === secondsOf(b);

const unitSeconds: Record<string, number> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** InfluxQL's durations, as they are written (`90d`) and as they are shown (`2160h0m0s`); 0: for ever. */
function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)([wdhms])/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? 0), 0);
}
