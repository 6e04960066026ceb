import { readFileSync } from "node:fs";
import { messageOf } from "../kit/message-of.ts";
import { environment } from "./environment.ts";
import { Exit, exitCodes } from "./exit.ts";

/** An address without a slash at the end; exit code 2 for none, or one that is no web address. */
export function grafanaUrl(given: string | undefined): string {
  const text = given ?? environment["GRAFANA_URL"] ?? "";
  if (text === "") throw wrong("Where is Grafana? Give --url https://grafana.example.com, or set GRAFANA_URL.");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong(`--url "${text}": it begins with https:// or http://`);
  if (url.username !== "" || url.password !== "") throw wrong("--url holds a user and a password: use a token instead.");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** A service account's token, from a file or the environment; exit code 2 when there is none. What it is is never told. */
export function grafanaToken(file: string | undefined): string {
  const token = (file === undefined ? (environment["GRAFANA_TOKEN"] ?? "") : read(file)).trim();
  const from = file === undefined ? "GRAFANA_TOKEN" : file;
  if (token === "")
    throw wrong(
      file === undefined
        ? "No token: set GRAFANA_TOKEN, or name a file with --token-file. Grafana makes one under Administration, Service accounts; it needs the role Editor."
        : `${file} is empty: it should hold the token of a service account.`,
    );
  if (!/^[\x21-\x7e]{8,}$/.test(token))
    throw wrong(`${from} holds no token: one is a single word of at least 8 plain characters.`);
  return token;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw wrong(`--token-file ${file} cannot be read: ${messageOf(cause)}`);
  }
}

function wrong(sentence: string): Exit {
  return new Exit(exitCodes.configuration, sentence);
}
