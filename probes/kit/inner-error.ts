import type { Response } from "k6/http";
import { type ServerEvent, parseEvents } from "./events.ts";
import type { Seen } from "./expect.ts";
import { headerOf, jsonOf, textOf, valueAt } from "./read.ts";
import { show } from "./show.ts";

/**
 * A success tells no error inside: no `error`, `detail` or code of a failure at the top of its JSON, no error event in its stream. An
 * answer that is an error openly is left to its status.
 */
export function noErrorInside(response: Response): Seen {
  const isSuccess = response.status >= 200 && response.status < 300;
  const found = isSuccess ? errorOf(response) : null;
  return { passed: found === null, observed: `answer (${response.status} with ${found}) has no error inside` };
}

function errorOf(response: Response): string | null {
  if (headerOf(response, "content-type")?.startsWith("text/event-stream") !== true) return errorIn(jsonOf(response));
  const { events } = parseEvents(textOf(response));
  const failed = events.find(({ event, json }) => event === "error" || (event === "message" && errorIn(json) !== null));
  return failed === undefined ? null : `the event ${show(failed.event)}: ${errorSaidBy(failed)}`;
}

/** An event that is an error by its name need not tell so in its data. */
function errorSaidBy({ json, data }: ServerEvent): string {
  return errorIn(json) ?? (said(json, wordsIn(json)) || show(data, 160));
}

/** Names of fields that tell a failure to the reading of their values. */
const telltales: Record<string, (value: unknown) => boolean> = {
  error: isSomething,
  errors: isSomething,
  exception: isSomething,
  traceback: isSomething,
  detail: isSomething,
  error_code: isSomething,
  error_message: isSomething,
  code: isFailureCode,
  status_code: isFailureCode,
  status: isFailureCode,
  type: (value) => value === "error",
  success: (value) => value === false,
  ok: (value) => value === false,
};

/** Fields in which an error says what it is. */
const explaining = ["code", "message", "reason"];

function errorIn(json: unknown): string | null {
  if (Array.isArray(json) || json === null || typeof json !== "object") return null;
  const found = Object.keys(telltales).filter((name) => isTold(json, name));
  if (found.length === 0) return null;
  return said(json, [...new Set([...found, ...wordsIn(json)])]);
}

function wordsIn(json: unknown): string[] {
  return explaining.filter((name) => isSomething(valueAt(json, name)));
}

function said(json: unknown, names: readonly string[]): string {
  return names.map((name) => `${name} ${show(valueAt(json, name), 160)}`).join(", ");
}

function isTold(json: unknown, name: string): boolean {
  return telltales[name]?.(valueAt(json, name)) ?? false;
}

/** `error: null`, `errors: []` and the like tell that there was none. */
function isSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function isFailureCode(value: unknown): boolean {
  if (typeof value === "number") return value >= 400 && value < 600;
  return typeof value === "string" && (/^[45]\d\d$/.test(value) || /error|fail|exception/i.test(value));
}
