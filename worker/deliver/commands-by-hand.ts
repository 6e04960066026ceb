import type { InfluxSettings } from "../contract/config.ts";

/** What to type for InfluxDB 2.x and 3.x. Written after their manuals, never tried by Sonde's tests. */
export function commandsFor(generation: "2.x" | "3.x", { database, username, retention }: InfluxSettings): string[] {
  const name = shellWord(database);
  if (generation === "3.x") {
    return [
      `influxdb3 create database --retention-period ${retentionFor(retention.raw, "none")} ${name}`,
      `influxdb3 create database --retention-period ${retentionFor(retention.rollups, "none")} ${shellWord(`${database}/rollups`)}`,
      "influxdb3 create token --admin   # SONDE_INFLUX_PASSWORD=<token>, with any SONDE_INFLUX_USERNAME",
    ];
  }
  return [
    `influx bucket create --name ${name} --retention ${retentionFor(retention.raw, "0")}`,
    `influx v1 dbrp create --db ${name} --rp raw --default --bucket-id <id of the bucket>`,
    `influx bucket create --name ${shellWord(`${database}-rollups`)} --retention ${retentionFor(retention.rollups, "0")}`,
    `influx v1 dbrp create --db ${name} --rp rollups --bucket-id <id of the second bucket>`,
    `influx v1 auth create --username ${shellWord(username ?? "sonde")} --read-bucket <id> --write-bucket <id>   # both twice, for both buckets`,
  ];
}

const retentionFor = (duration: string, forever: string) => (duration.toUpperCase() === "INF" ? forever : duration);

const shellWord = (text: string) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
