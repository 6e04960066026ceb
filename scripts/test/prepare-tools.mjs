import { delimiter, dirname } from "node:path";
import { ensureDependencies } from "../setup/dependencies.mjs";
import { findInfluxd } from "../setup/influxd.mjs";
import { findK6 } from "../setup/k6.mjs";
import { findNode24 } from "../setup/node24.mjs";
import { withoutSettings } from "./without-settings.mjs";

/** @import { Machine } from "../setup/machine.mjs" */

/**
 * Gets what the tests need.
 * @param {Machine} machine
 * @param {string} root
 * @param {{ needsServers: boolean }} needs `needsServers`: k6 and InfluxDB
 * @returns {Promise<{ node: string, env: Record<string, string | undefined> }>} the Node to run tools with, and the
 *   environment for them
 */
export async function prepareTools(machine, root, { needsServers }) {
  await ensureDependencies(machine, root, { dev: true });
  const node = (await findNode24(machine)) ?? process.execPath;
  const servers = needsServers ? { SONDE_K6: await findK6(machine), SONDE_TEST_INFLUXD: await findInfluxd(machine) } : {};
  const path = [dirname(node), machine.env["PATH"]].filter(Boolean).join(delimiter);
  return { node, env: { ...withoutSettings(machine.env), PATH: path, ...servers } };
}
