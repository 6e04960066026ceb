import { readFileSync } from "node:fs";

/**
 * @typedef {object} User
 * @property {string} name
 * @property {string} password
 */

/**
 * @typedef {object} Users
 * @property {string} url of InfluxDB
 * @property {string} database
 * @property {User} admin
 * @property {User} writer may do everything in this database and nothing elsewhere
 * @property {User} reader may read this database
 */

/**
 * A password from a file, as `NAME_FILE` names it.
 * @param {Record<string, string | undefined>} env
 * @param {string} variable
 * @throws {Error} that names the variable when there is none
 */
export function passwordIn(env, variable) {
  const file = env[variable];
  if (!file) throw new Error(`${variable} is not set: it is the path of a file with a password`);
  const password = readFileSync(file, "utf8").trimEnd();
  if (password.length < 8)
    throw new Error(`${variable}: ${file} holds less than 8 characters. Make passwords with \`npm run secrets\``);
  return password;
}

/**
 * The first user of an InfluxDB may be made by anybody, and has to be an administrator.
 * @param {Pick<Users, "url" | "admin">} users
 * @returns {Promise<string>} what was done
 */
export async function makeAdmin({ url, admin }) {
  const statement = `CREATE USER ${name(admin.name)} WITH PASSWORD ${text(admin.password)} WITH ALL PRIVILEGES`;
  const { status, error } = await ask(url, statement, null);
  if (status === 200 && error === null) return `created administrator ${admin.name}`;
  if (status !== 401) throw new Error(`InfluxDB did not make the administrator: ${status} ${error}`);
  const own = await ask(url, "SHOW USERS", admin);
  if (own.status === 401)
    throw new Error(
      `InfluxDB has another password for ${admin.name}: restore the file it was made with, or remove InfluxDB's volume`,
    );
  return `administrator ${admin.name} is there`;
}

/**
 * Makes writer and reader, or gives them the passwords they should have; the database must be there.
 * @param {Users} users
 * @returns {Promise<string[]>} what was done
 */
export async function makeUsers({ url, database, admin, writer, reader }) {
  /** @param {User} user @param {"ALL" | "READ"} right */
  const make = async ({ name: user, password }, right) => {
    const created = await ask(url, `CREATE USER ${name(user)} WITH PASSWORD ${text(password)}`, admin);
    if (created.error !== null) await must(url, `SET PASSWORD FOR ${name(user)} = ${text(password)}`, admin);
    await must(url, `GRANT ${right} ON ${name(database)} TO ${name(user)}`, admin);
    return `${created.error === null ? "created" : "set the password of"} ${user}, who has ${right} on ${database}`;
  };
  return [await make(writer, "ALL"), await make(reader, "READ")];
}

/** @param {string} url @param {string} statement @param {User} user */
async function must(url, statement, user) {
  const { status, error } = await ask(url, statement, user);
  if (error !== null) throw new Error(`InfluxDB answered ${status} to ${statement.replace(/'.*'/, "'…'")}: ${error}`);
}

/**
 * @param {string} url
 * @param {string} statement
 * @param {User | null} user
 * @returns {Promise<{ status: number, error: string | null }>}
 */
async function ask(url, statement, user) {
  const authorization = user && `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}`;
  const response = await fetch(`${url}/query`, {
    method: "POST",
    headers: authorization ? { authorization } : {},
    body: new URLSearchParams({ q: statement }),
    signal: AbortSignal.timeout(30_000),
  });
  /** @type {{ error?: string, results?: { error?: string }[] }} */
  const answer = JSON.parse(await response.text());
  const { error, results = [] } = answer;
  return { status: response.status, error: error ?? results[0]?.error ?? null };
}

/** @param {string} word */
const name = (word) => `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** @param {string} word */
const text = (word) => `'${word.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
