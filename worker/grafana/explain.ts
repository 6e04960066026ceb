import { z } from "zod";
import type { GrafanaError } from "./grafana-error.ts";

/** An HTTP answer that is not what was asked for. */
export interface Answer {
  method: string;
  path: string;
  status: number;
  /** Where it sends to. */
  location: string | null;
  text: string;
}

interface Explained {
  kind: GrafanaError["kind"];
  sentence: string;
}

/** What an answer means and what to do. */
export function explain({ method, path, status, location, text }: Answer, url: string): Explained {
  const words = wordsOf(text);
  const said = saidIn(words);
  const what = `${method} ${path}: ${status}${said === null ? "" : `, ${said}`}`;
  if (status >= 300 && status < 400)
    return mistake(
      `${url} sends elsewhere (${location ?? "nowhere"}) instead of answering: give the address where Grafana's API is.`,
    );
  if (words === null) {
    const sentence = `${url} answers ${status} with ${describe(text)} instead of Grafana's JSON: is it Grafana's address, with its sub-path, or is a sign-in page or a proxy in front of it?`;
    return status >= 500 ? { kind: "passing", sentence } : mistake(sentence);
  }
  switch (status) {
    case 401:
      return mistake(
        `Grafana does not take the token (${what}): is it of this Grafana, and not expired? It makes them under Administration, Service accounts.`,
      );
    case 403:
      return mistake(
        `The token may not do this (${what}). Its service account needs the role Editor, or the right to read and write dashboards and folders.`,
      );
    case 404:
      return mistake(`There is no such thing (${what}): is ${url} Grafana's address, with its sub-path?`);
    case 412:
      return mistake(`Grafana does not take it (${what}).`);
    case 429:
      return { kind: "passing", sentence: `Grafana wants fewer requests (${what}): try again later.` };
    default:
      return status >= 500
        ? { kind: "passing", sentence: `Grafana failed (${what}): its log says more.` }
        : mistake(`Grafana does not take it (${what}).`);
  }
}

function mistake(sentence: string): Explained {
  return { kind: "mistake", sentence };
}

const json = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]);

/** The JSON of a body; `null` when it is something else, such as a page. */
export function wordsOf(text: string): z.infer<typeof json> | null {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const error = z.object({ message: z.string() });

/** Grafana's own words about what went wrong. */
export function saidIn(words: unknown): string | null {
  const parsed = error.safeParse(words);
  return parsed.success ? parsed.data.message : null;
}

function describe(text: string): string {
  if (text.trim() === "") return "nothing";
  return /^\s*<(!doctype|html)/i.test(text) ? "a page" : "something else";
}
