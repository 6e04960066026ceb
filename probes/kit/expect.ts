import type { Response } from "k6/http";
import { detailOf, showBody, showStatus } from "./answer.ts";
import { jsonOf, valueAt } from "./read.ts";
import { show, showMs } from "./show.ts";
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
}

/** The response has one of these statuses. An error answer's own words are shown as well. */
export function status(...wanted: [number, ...number[]]): (response: Response) => Seen {
  return (response) => {
    const detail = response.status === 0 ? null : detailOf(response);
    const seen = `status (${showStatus(response)}) is ${wanted.join(" or ")}`;
    return { passed: wanted.includes(response.status), observed: detail === null ? seen : `${seen}: ${detail}` };
  };
}

/** The JSON body has at `path` (`reply.content`) a value that satisfies the predicate. */
export function field(path: string, { what, test }: Predicate): (response: Response) => Seen {
  return (response) => {
    const json = jsonOf(response);
    if (json === undefined) return { passed: false, observed: `${path}: body (${showBody(response)}) is JSON` };
    const value = valueAt(json, path);
    return { passed: test(value), observed: `${path} (${show(value)}) ${what}` };
  };
}

/** The subject itself satisfies the predicate. */
export function value({ what, test }: Predicate): (subject: unknown) => Seen {
  return (subject) => ({ passed: test(subject), observed: `${show(subject)} ${what}` });
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

/** The server answered our close frame, as RFC 6455 wants it. */
export function answered({ answered, waitedMs }: Closing): Seen {
  return { passed: answered, observed: `close (not answered within ${showMs(waitedMs)}) is answered` };
}
