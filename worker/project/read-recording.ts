import harToK6 from "har-to-k6";
import { z } from "zod";
import { messageOf } from "../kit/message-of.ts";
import { printable } from "../kit/printable.ts";

/** A name and its value: a header, a cookie, a field of a form. */
export interface Pair {
  name: string;
  value: string;
}

/** One request of a recording, with its answer. */
export interface RecordedRequest {
  /** In capitals. */
  method: string;
  url: URL;
  headers: Pair[];
  /** `null`: none, or the browser kept none. */
  body: { mimeType: string; text: string } | null;
  /** `0`: no answer came. */
  status: number;
  answer: { headers: Pair[]; mimeType: string; text: string };
  tookMs: number;
  /** What the browser loaded it for (`fetch`, `image`); empty where it does not say. */
  resource: string;
}

/** The file is no recording; the message says why. */
export class RecordingError extends Error {
  override name = "RecordingError";
}

const pair = z.object({ name: z.string(), value: z.string().default("") });
const pairs = z.array(pair).default([]);

const entrySchema = z.object({
  startedDateTime: z.string().default(""),
  time: z.number().nullish(),
  _resourceType: z.string().default(""),
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: pairs,
    postData: z.object({ mimeType: z.string().nullish(), text: z.string().nullish(), params: pairs.nullish() }).nullish(),
  }),
  response: z.object({
    status: z.number().nullish(),
    headers: pairs,
    content: z.object({ mimeType: z.string().nullish(), text: z.string().nullish(), encoding: z.string().nullish() }).nullish(),
  }),
});

const outerSchema = z.looseObject({ log: z.looseObject({ entries: z.array(z.unknown()) }) });
const addressSchema = z.object({ request: z.object({ url: z.string() }) });

/**
 * Reads the text of a HAR file; its requests in the order in which they were made. Throws `RecordingError`.
 *
 * har-to-k6 says what is no HAR, as it knows what browsers write. Its script is not used: it copies secrets as they are, and a plain
 * script gives no evidence of its own.
 */
export function readRecording(text: string): RecordedRequest[] {
  const outer = outerSchema.safeParse(parsed(text));
  if (!outer.success) throw new RecordingError("it is JSON, but no HAR: a HAR has a list of requests at log.entries");
  const entries = outer.data.log.entries.filter(isSpoken);
  try {
    harToK6.validate(withoutVariables({ log: { ...outer.data.log, entries } }));
  } catch (error) {
    throw new RecordingError(`it is no sound HAR: ${printable(messageOf(error), 300)}${placeOf(error)}`, { cause: error });
  }
  const read = z.array(entrySchema).safeParse(entries);
  if (!read.success) throw new RecordingError(`it is no sound HAR: ${firstIssue(read.error)}`);
  return read.data.toSorted((a, b) => startOf(a) - startOf(b)).map(requestOf);
}

/** har-to-k6 takes `${name}` in a recorded text for a variable of its own, which it then misses. */
function withoutVariables(archive: object): Parameters<typeof harToK6.validate>[0] {
  return JSON.parse(JSON.stringify(archive).replaceAll("${", "$ {")) as Parameters<typeof harToK6.validate>[0];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    // What JSON.parse says quotes the text, which may hold a password.
    throw new RecordingError("it is no JSON, and a HAR is", { cause: error });
  }
}

/** Browsers record `data:` and their extensions' addresses as well: those are no requests. */
function isSpoken(entry: unknown): boolean {
  const address = addressSchema.safeParse(entry);
  return !address.success || /^(?:https?|wss?):/i.test(address.data.request.url);
}

function placeOf(error: unknown): string {
  const place = error instanceof Error && "path" in error && typeof error.path === "string" ? error.path : "";
  return place === "" ? "" : ` (${place})`;
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  return `${issue?.message ?? ""} at log.entries.${issue?.path.join(".") ?? ""}`;
}

function startOf({ startedDateTime }: z.infer<typeof entrySchema>): number {
  const ms = Date.parse(startedDateTime);
  return Number.isNaN(ms) ? 0 : ms;
}

function requestOf({ request, response, time, _resourceType: resource }: z.infer<typeof entrySchema>): RecordedRequest {
  return {
    method: request.method.toUpperCase(),
    url: urlOf(request.url),
    headers: request.headers,
    body: bodyOf(request),
    status: response.status ?? 0,
    answer: {
      headers: response.headers,
      mimeType: response.content?.mimeType ?? "",
      text: decoded(response.content?.text ?? "", response.content?.encoding ?? ""),
    },
    tookMs: Math.max(0, time ?? 0),
    resource,
  };
}

function urlOf(text: string): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw new RecordingError("it is no sound HAR: a request has an address that is none", { cause: error });
  }
}

function bodyOf({ postData, headers }: z.infer<typeof entrySchema>["request"]): RecordedRequest["body"] {
  if (!postData) return null;
  const said = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value;
  const mimeType = said ?? postData.mimeType ?? "";
  const text =
    postData.text ||
    new URLSearchParams((postData.params ?? []).map(({ name, value }): [string, string] => [name, value])).toString();
  return text === "" ? null : { mimeType, text };
}

function decoded(text: string, encoding: string): string {
  return encoding === "base64" ? Buffer.from(text, "base64").toString() : text;
}
