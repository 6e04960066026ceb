import type { Response } from "k6/http";
import { detailOf, showBody, showStatus } from "./answer.ts";
import { instantOf } from "./instant.ts";
import { jsonOf, valueAt } from "./read.ts";
import { show, showMs, showSpan } from "./show.ts";
import type { Closing } from "./session.ts";

/** The result of an expectation, and what was seen in the words of the expectation: `status (503) is 200`. */
export interface Seen {
  passed: boolean;
  observed: string;
}

/** A question to one value. `what` completes the sentence "the value …". */
export interface Predicate {
  what: string;
  test: (value: unknown) => boolean;
  /** How the value is shown. Default: as JSON, shortened. */
  show?: (value: unknown) => string;
}

/** The response has one of these statuses. An error answer's own words are shown as well. */
export function status(...wanted: [number, ...number[]]): (response: Response) => Seen {
  return (response) => {
    const passed = wanted.includes(response.status);
    const detail = passed || response.status === 0 ? null : detailOf(response);
    const seen = `status (${showStatus(response)}) is ${wanted.join(" or ")}`;
    return { passed, observed: detail === null ? seen : `${seen}: ${detail}` };
  };
}

/** The JSON body has at `path` (`reply.content`) a value that satisfies the predicate. */
export function field(path: string, predicate: Predicate): (response: Response) => Seen {
  return (response) => {
    const json = jsonOf(response);
    if (json === undefined) return { passed: false, observed: `${path}: body (${showBody(response)}) is JSON` };
    const { passed, shown } = ask(predicate, valueAt(json, path));
    return { passed, observed: `${path} (${shown}) ${predicate.what}` };
  };
}

/** The subject itself satisfies the predicate. */
export function value(predicate: Predicate): (subject: unknown) => Seen {
  return (subject) => {
    const { passed, shown } = ask(predicate, subject);
    return { passed, observed: `${shown} ${predicate.what}` };
  };
}

function ask({ test, show: showIt = show }: Predicate, value: unknown): { passed: boolean; shown: string } {
  return { passed: test(value), shown: showIt(value) };
}

export const isText: Predicate = {
  what: "is a text with something in it",
  test: (value) => typeof value === "string" && value.trim() !== "",
};

export const isNumber: Predicate = { what: "is a number", test: (value) => typeof value === "number" };

export const isList: Predicate = { what: "is a list", test: Array.isArray };

/** Exactly this text, number, boolean or null. */
export function is(wanted: string | number | boolean | null): Predicate {
  return { what: `is ${show(wanted)}`, test: (value) => value === wanted };
}

/** This id, as text or as number; any id at all when it is not known which (`null`). */
export function isId(wanted: string | null): Predicate {
  if (wanted === null) return { what: "is an id", test: isAnyId };
  return { what: `is ${show(wanted)}`, test: (value) => isAnyId(value) && String(value) === wanted };
}

function isAnyId(value: unknown): boolean {
  return typeof value === "number" || isText.test(value);
}

/** A time, as text or as a number of seconds or milliseconds, that is at most so far from now: `"…" (2 h 5 m ago) is fresh`. */
export function isFresh(withinMs: number): Predicate {
  return {
    what: "is fresh",
    test: (value) => Math.abs(ageOf(value) ?? Number.POSITIVE_INFINITY) <= withinMs,
    show(value) {
      const ageMs = ageOf(value);
      if (ageMs === null) return show(value);
      return ageMs < 0 ? `in ${showSpan(ageMs)}` : `${showSpan(ageMs)} ago`;
    },
  };
}

function ageOf(value: unknown): number | null {
  const instantMs = instantOf(value);
  return instantMs === null ? null : Date.now() - instantMs;
}

/** The server took up the subprotocol that was offered: where it does not, a browser gives the connection up. */
export function agreed({ agreesOnSubprotocol }: { agreesOnSubprotocol: boolean }): Seen {
  return { passed: agreesOnSubprotocol, observed: "subprotocol (not taken up) is agreed on, or a browser does not connect" };
}

/** The server answered our close frame, as RFC 6455 wants it. */
export function answered({ answered, waitedMs }: Closing): Seen {
  return { passed: answered, observed: `close (not answered within ${showMs(waitedMs)}) is answered` };
}
