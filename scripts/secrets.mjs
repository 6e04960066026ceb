import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Passwords that docker-compose.yml wants, by the names of their files. */
export const secretNames = ["influx-admin", "influx-sonde", "influx-grafana", "grafana-admin"];

/**
 * Makes those that are missing, and folders for the passwords of your platform and for URLs that alerts are sent to. The folder is closed to everybody else on this
 * machine; the files in it are not, because each container reads its own as another user.
 * @param {string} folder
 * @returns {string[]} names of the files that were made
 */
export function makeSecrets(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ["target", "alerts"]) mkdirSync(join(folder, name), { recursive: true });
  const missing = secretNames.filter((name) => !existsSync(join(folder, name)));
  for (const name of missing)
    writeFileSync(join(folder, name), `${randomBytes(24).toString("hex")}\n`, { mode: 0o444, flag: "wx" });
  return missing;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), "secrets");
  const made = makeSecrets(folder);
  process.stdout.write(made.length > 0 ? `made ${made.join(", ")} in ${folder}\n` : `all of them are in ${folder}\n`);
}
