import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeAdmin, makeUsers, passwordIn } from "./influx-users.mjs";

/** Administrator, database, policies, and the users of worker and Grafana. May be run any number of times. */
async function main() {
  const { SONDE_INFLUX_URL: url = "", SONDE_INFLUX_DATABASE: database = "sonde" } = process.env;
  const admin = {
    name: process.env["SONDE_INFLUX_USERNAME"] ?? "admin",
    password: passwordIn(process.env, "SONDE_INFLUX_PASSWORD_FILE"),
  };
  const writer = { name: "sonde", password: passwordIn(process.env, "SONDE_INFLUX_WRITER_FILE") };
  const reader = { name: "grafana", password: passwordIn(process.env, "SONDE_INFLUX_READER_FILE") };
  say(await makeAdmin({ url, admin }));
  const sonde = fileURLToPath(new URL("../sonde.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [sonde, "influx", "init"], { stdio: "inherit" });
  if (status !== 0) throw new Error(`\`sonde influx init\` ended with ${status}`);
  for (const line of await makeUsers({ url, database, admin, writer, reader })) say(line);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
