import { quoted } from "./code-text.ts";
import type { RecordedRequest } from "./read-recording.ts";
import { leavesOf, parseJson, setCookiesOf } from "./request-fields.ts";

/** How a journey reads a value out of an answer. */
export interface Reading {
  /** What the value goes by there. */
  name: string;
  type: "text" | "number";
  /** Code that reads it from `response`; `imports`: what that needs of `kit/read.ts`. */
  code: string;
  imports: string[];
  /** Code of a check that it is there: name and expectation. `null`: the answer cannot be asked for it by an expectation. */
  check: { name: string; code: string; imports: string[] } | null;
}

const shortestText = 4;
const shortestNumber = 1_000;
const maxAnswer = 2_000_000;

/** Values of one answer that later requests may carry, and how each is read. */
export function readingsOf(request: RecordedRequest): Map<string, Reading> {
  const readings = new Map<string, Reading>();
  const add = (value: string, reading: Reading) => {
    if (!readings.has(value)) readings.set(value, reading);
  };
  const { text, headers } = request.answer;
  for (const { path, name, value } of text.length > maxAnswer ? [] : leavesOf(parseJson(text))) {
    // The kit's paths are separated by dots.
    if (path.length === 0 || path.some((key) => key.includes("."))) continue;
    if (typeof value === "string" && value.length >= shortestText) add(value, jsonText(name, path.join(".")));
    if (typeof value === "number" && value >= shortestNumber) add(String(value), jsonNumber(name, path.join(".")));
  }
  for (const { name, value } of setCookiesOf(request)) if (value.length >= shortestText) add(value, cookie(name));
  for (const { name, value } of headers)
    if (/^x-|token|csrf|session/i.test(name) && value.length >= shortestText) add(value, header(name));
  return readings;
}

function jsonText(name: string, path: string): Reading {
  return {
    name,
    type: "text",
    code: `textAt(response, ${quoted(path)}) ?? ""`,
    imports: ["textAt"],
    check: { name: `gives ${path}`, code: `field(${quoted(path)}, isText)`, imports: ["field", "isText"] },
  };
}

function jsonNumber(name: string, path: string): Reading {
  return {
    name,
    type: "number",
    code: `numberAt(response, ${quoted(path)}) ?? 0`,
    imports: ["numberAt"],
    check: { name: `gives ${path}`, code: `field(${quoted(path)}, isNumber)`, imports: ["field", "isNumber"] },
  };
}

function cookie(name: string): Reading {
  return {
    name,
    type: "text",
    code: `response.cookies[${quoted(name)}]?.[0]?.value ?? ""`,
    imports: [],
    check: null,
  };
}

function header(name: string): Reading {
  return { name, type: "text", code: `headerOf(response, ${quoted(name)}) ?? ""`, imports: ["headerOf"], check: null };
}
