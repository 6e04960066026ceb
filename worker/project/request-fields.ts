import type { Pair, RecordedRequest } from "./read-recording.ts";

/** A body, as far as it can be taken apart. */
export type Body =
  | { kind: "json"; value: object }
  | { kind: "form"; fields: Pair[] }
  | { kind: "text"; text: string }
  | { kind: "none" };

export function parseBody(body: RecordedRequest["body"]): Body {
  if (body === null) return { kind: "none" };
  if (/^application\/x-www-form-urlencoded/i.test(body.mimeType)) return { kind: "form", fields: formFields(body.text) };
  const json = parseJson(body.text);
  const isJson = typeof json === "object" && json !== null && !/^multipart\//i.test(body.mimeType);
  return isJson ? { kind: "json", value: json } : { kind: "text", text: body.text };
}

/** `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields of a query or a form, decoded. */
export function formFields(text: string): Pair[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
}

/** Texts and numbers in JSON: the path to each (`user.id`), the name it goes by, and its siblings' names. */
export interface Leaf {
  path: string[];
  name: string;
  value: string | number;
  siblings: string[];
}

/** Anything deeper is no request of a browser. */
const maxDepth = 40;

export function leavesOf(json: unknown, path: string[] = [], name = "", siblings: string[] = []): Leaf[] {
  if (typeof json === "string" || typeof json === "number") return [{ path, name, value: json, siblings }];
  if (json === null || typeof json !== "object" || path.length > maxDepth) return [];
  const isList = Array.isArray(json);
  return Object.entries(json).flatMap(([key, inner]) =>
    // What stands in a list goes by the list's name.
    leavesOf(inner, [...path, key], isList ? name : key, isList ? siblings : Object.keys(json)),
  );
}

/** Names and values of the parts of a multipart body. */
export function multipartFields(text: string): Pair[] {
  const part = /name="([^"\r\n]*)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)\r?\n--/g;
  return [...text.matchAll(part)].map(([, name = "", value = ""]) => ({ name, value }));
}

/** Names and values of XML's elements that hold text alone. */
export function elementFields(text: string): Pair[] {
  const element = /<(?:\w+:)?([\w.-]+)[^<>]*>([^<>]+)<\//g;
  return [...text.matchAll(element)].map(([, name = "", value = ""]) => ({ name, value }));
}

/** Cookies of a `Cookie` header. */
export function cookiesOf(header: string): Pair[] {
  return header.split(";").flatMap((text) => {
    const [, name = "", value = ""] = /^\s*([^=\s]+)=(.*?)\s*$/.exec(text) ?? [];
    return name === "" ? [] : [{ name, value }];
  });
}

export function headerOf(headers: readonly Pair[], name: string): string | null {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? null;
}

/** Cookies that an answer sets. Several stand on lines of their own in one header, or in several headers. */
export function setCookiesOf({ answer }: RecordedRequest): Pair[] {
  return answer.headers
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .flatMap(({ value }) => value.split("\n"))
    .flatMap((line) => cookiesOf(line.split(";")[0] ?? ""));
}
