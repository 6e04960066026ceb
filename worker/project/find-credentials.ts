import { exhaustive } from "../kit/exhaustive.ts";
import {
  hasCredentialShape,
  isAccountName,
  isConstant,
  isCredentialName,
  isCredentialParameter,
  isPasswordName,
} from "./credential-names.ts";
import { nameFrom } from "./journey-name.ts";
import type { Pair, RecordedRequest } from "./read-recording.ts";
import {
  cookiesOf,
  elementFields,
  formFields,
  leavesOf,
  multipartFields,
  parseBody,
  parseJson,
  setCookiesOf,
} from "./request-fields.ts";

/** A value that must not stand in a journey, and what its secret would be called. */
export interface Credential {
  value: string;
  name: string;
}

/** Shorter values of cookies are settings: `theme=dark`. */
const shortestCookie = 8;

/** Of more, only those are looked for in every spelling that a request holds as they are: each costs time with each text. */
const manyGiven = 300;

/** Every credential of a recording: of requests, and of answers, whose tokens later requests carry. */
export function findCredentials(recorded: readonly RecordedRequest[]): Credential[] {
  const given = recorded.flatMap(inAnswer);
  const sent = given.length > manyGiven ? JSON.stringify(recorded.map(({ url, headers, body }) => [url, headers, body])) : null;
  const relevant = given.filter(({ value }) => sent?.includes(value) ?? true);
  return [...recorded.flatMap(inRequest), ...relevant].filter(({ value }) => !isConstant(value));
}

function inRequest(request: RecordedRequest): Credential[] {
  const { url, headers } = request;
  return [
    ...inUserInfo(url),
    ...headers.flatMap(inHeader),
    ...inParameters(formFields(url.search)),
    ...url.pathname.split("/").flatMap((segment) => shaped("token", decodeSafely(segment))),
    ...inBody(request),
  ];
}

function inAnswer(request: RecordedRequest): Credential[] {
  const { answer } = request;
  return [
    ...inCookies(setCookiesOf(request)),
    ...answer.headers.flatMap(inHeader),
    ...inJson(parseJson(answer.text)),
    ...(/json/i.test(answer.mimeType) ? [] : inMarkup(answer.text)),
  ];
}

function inUserInfo({ username, password }: URL): Credential[] {
  return [
    { value: decodeSafely(username), name: "username" },
    { value: decodeSafely(password), name: "password" },
  ];
}

function inHeader({ name, value }: Pair): Credential[] {
  const lower = name.toLowerCase();
  if (lower === "cookie") return inCookies(cookiesOf(value));
  if (lower === "set-cookie" || lower === "referer" || lower.startsWith(":")) return [];
  const { scheme, credentials } = authorizationOf(value);
  if (/^(?:proxy-)?authorization$/.test(lower)) {
    if (scheme.toLowerCase() !== "basic") return [{ value: credentials, name: "token" }];
    const { user, password } = basicOf(credentials);
    return [
      { value: user, name: "username" },
      { value: password, name: "password" },
      { value: credentials, name: "basic" },
    ];
  }
  return isCredentialName(name) ? [{ value: credentials, name: nameFrom(name.replace(/^x-/i, "")) }] : shaped(name, value);
}

/** `Bearer abc` taken apart; a scheme of `""` where there is none. */
export function authorizationOf(value: string): { scheme: string; credentials: string } {
  const [, scheme = "", credentials = value] = /^(bearer|basic|token|apikey|jwt)\s+(\S.*)$/i.exec(value.trim()) ?? [];
  return { scheme, credentials: credentials.trim() };
}

/** What `Basic` credentials say. */
export function basicOf(credentials: string): { user: string; password: string } {
  const [, user = "", password = ""] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(credentials, "base64").toString()) ?? [];
  return { user, password };
}

function inCookies(cookies: readonly Pair[]): Credential[] {
  return cookies
    .filter(({ name, value }) => value.length >= shortestCookie || isCredentialName(name))
    .flatMap(({ value }) => [value, decodeSafely(value)].map((spelt) => ({ value: spelt, name: "cookie" })));
}

function inParameters(fields: readonly Pair[]): Credential[] {
  const hasPassword = fields.some(({ name }) => isPasswordName(name));
  return fields.flatMap(({ name, value }) => {
    if (hasPassword && isAccountName(name)) return [account(value)];
    return isCredentialParameter(name, value) ? [{ value, name: secretName(name) }] : shaped(name, value);
  });
}

function inBody({ body }: RecordedRequest): Credential[] {
  const parsed = parseBody(body);
  switch (parsed.kind) {
    case "json":
      return inJson(parsed.value);
    case "form":
      return inParameters(parsed.fields);
    case "text":
      return [...inParameters(multipartFields(parsed.text)), ...inMarkup(parsed.text)];
    case "none":
      return [];
    default:
      return exhaustive(parsed);
  }
}

function inJson(json: unknown): Credential[] {
  return leavesOf(json).flatMap(({ name, value, siblings }) => {
    const text = String(value);
    if (typeof value === "number") return isPasswordName(name) ? [{ value: text, name: secretName(name) }] : [];
    if (isAccountName(name) && siblings.some(isPasswordName)) return [account(text)];
    if (isCredentialName(name)) return [{ value: text, name: secretName(name) }];
    const inner = parseJson(text);
    return typeof inner === "object" && inner !== null ? inJson(inner) : shaped(name, text);
  });
}

/** A page's hidden fields and meta elements, and XML. */
function inMarkup(text: string): Credential[] {
  if (!text.includes("<")) return [];
  const tags = [...text.matchAll(/<(?:input|meta)\b[^>]*>/gi)].flatMap(([tag]) => {
    const name = /\bname="([^"]*)"/i.exec(tag)?.[1] ?? "";
    const value = /\b(?:value|content)="([^"]*)"/i.exec(tag)?.[1] ?? "";
    return [{ name, value }];
  });
  return [...elementFields(text), ...tags]
    .filter(({ name }) => isCredentialName(name))
    .map(({ name, value }) => ({ value, name: secretName(name) }));
}

function shaped(name: string, text: string): Credential[] {
  const jwts = text.match(/eyJ[\w-]{10,}\.[\w-]{5,}(?:\.[\w-]*){0,3}/g) ?? [];
  if (jwts.length > 0) return jwts.map((value) => ({ value, name: "token" }));
  return text.length <= 4_096 && !/\s/.test(text) && hasCredentialShape(text) ? [{ value: text, name: secretName(name) }] : [];
}

function account(value: string): Credential {
  return { value, name: value.includes("@") ? "email" : "username" };
}

function secretName(name: string): string {
  return isPasswordName(name) ? "password" : nameFrom(name.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2"));
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
