import { exhaustive } from "../kit/exhaustive.ts";
import { keyCode, quoted } from "./code-text.ts";
import { authorizationOf, basicOf } from "./find-credentials.ts";
import { shortestInText } from "./known-values.ts";
import type { Pair, RecordedRequest } from "./read-recording.ts";
import { cookiesOf, formFields, parseBody } from "./request-fields.ts";
import { type Piece, type ValueWriter, fieldCode, laidOut, templateText, textCode } from "./write-values.ts";

/** The call of one request, as code. */
export interface RequestCode {
  /** `s.http.post(…)`. */
  call: string;
  /** Method and path, without ids and credentials: how people call it. */
  title: string;
  needsEncoding: boolean;
}

export interface RequestSurroundings {
  /** Origin of the recording to code that gives the address at run time. */
  origins: ReadonlyMap<string, string>;
  /** Names of the cookies that k6 has by itself by then, because an earlier answer set them. */
  jar: ReadonlySet<string>;
  /** Stands for the cookies that the browser had before the recording. */
  cookie: () => Piece;
}

/** Of the browser, the network and tracing: k6 and the kit send their own, or none. */
const ownHeaders =
  /^(?::.*|host|connection|content-length|user-agent|accept-(?:encoding|language|charset)|sec-.*|referer|origin|cookie|pragma|cache-control|upgrade-insecure-requests|dnt|te|priority|if-.*|traceparent|tracestate|baggage|sentry-trace|x-sonde-.*|x-client-data|alt-used|keep-alive|transfer-encoding)$/i;
const headerName = /^[!#$%&'*+.^`|~\w-]+$/;

export function writeRequest(request: RecordedRequest, values: ValueWriter, around: RequestSurroundings): RequestCode {
  const { method, url } = request;
  const segments = url.pathname.split("/").map((segment) => writeSegment(segment, values));
  const origin = around.origins.get(url.origin) ?? quoted(url.origin);
  const path = `${segments.map(({ code }) => code).join("/")}${queryCode(url, values)}`;
  const template = segments.map(({ title }) => title).join("/") || "/";
  const body = bodyCode(request, values);
  const { headers, needsEncoding } = headerCodes(request, body.isJson, values, around);
  const params = [
    ...(template === url.pathname ? [] : [`name: ${quoted(`${method} ${template}`)}`]),
    ...(headers.length > 0 ? [`headers: ${laidOut("{}", headers, "        ")}`] : []),
  ];
  const args = [`\`\${${origin}}${path}\``, ...bodyArgument(method, body.code, params.length > 0)];
  if (params.length > 0) args.push(laidOut("{}", params, "      "));
  return { call: callOf(method, args), title: `${method} ${template}`, needsEncoding };
}

const calls: Record<string, string> = { GET: "get", POST: "post", PUT: "put", DELETE: "del" };

function callOf(method: string, args: readonly string[]): string {
  const call = calls[method];
  return call === undefined ? laidOutCall("s.http.request", [quoted(method), ...args]) : laidOutCall(`s.http.${call}`, args);
}

function laidOutCall(name: string, args: readonly string[]): string {
  const line = `${name}(${args.join(", ")})`;
  if (line.length <= 100 && !line.includes("\n")) return line;
  return `${name}(\n${args.map((arg) => `      ${arg},\n`).join("")}    )`;
}

function bodyArgument(method: string, code: string | null, hasMore: boolean): string[] {
  if (method === "GET") return [];
  return code === null && !hasMore ? [] : [code ?? "null"];
}

/** A segment of a path, for a template; `title` has a placeholder where it is not always the same. */
function writeSegment(raw: string, values: ValueWriter): { code: string; title: string } {
  const segment = decodeSafely(raw);
  const pieces: Piece[] = segment.length < shortestInText && !/\d/.test(segment) ? [raw] : values.pieces(segment, "path");
  if (pieces.some((piece) => typeof piece !== "string")) return { code: encoded(pieces), title: ":id" };
  return { code: templateText(raw), title: isId(segment) ? ":id" : raw };
}

function isId(segment: string): boolean {
  return /^\d+$/.test(segment) || (/\d/.test(segment) && /^(?:[0-9a-f-]{8,}|[\w.~-]{20,})$/i.test(segment));
}

/** What stays is written as it was, so that the address is the same byte for byte. */
function queryCode({ search }: URL, values: ValueWriter): string {
  if (search.length < 2) return "";
  return `?${search
    .slice(1)
    .split("&")
    .map((raw) => parameterCode(raw, values))
    .join("&")}`;
}

function parameterCode(raw: string, values: ValueWriter): string {
  const [{ name, value } = { name: "", value: "" }] = formFields(raw);
  const namePieces = values.pieces(name, "parameter");
  const pieces = values.pieces(value, name);
  const isChanged = [...namePieces, ...pieces].some((piece) => typeof piece !== "string");
  return isChanged ? `${encoded(namePieces)}=${encoded(pieces)}` : templateText(raw);
}

/** For an address or a form, inside of a template. */
function encoded(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      typeof piece === "string" ? templateText(encodeURIComponent(piece)) : `\${encodeURIComponent(${piece.variable})}`,
    )
    .join("");
}

function bodyCode({ body }: RecordedRequest, values: ValueWriter): { code: string | null; isJson: boolean } {
  const parsed = parseBody(body);
  switch (parsed.kind) {
    case "none":
      return { code: null, isJson: false };
    case "json":
      return { code: values.json(parsed.value, "      "), isJson: true };
    case "form": {
      const fields = parsed.fields.map(
        ({ name, value }) => `${encoded(values.pieces(name, "field"))}=${encoded(values.pieces(value, name))}`,
      );
      return { code: `\`${fields.join("&")}\``, isJson: false };
    }
    case "text":
      return { code: values.text(parsed.text, "body"), isJson: false };
    default:
      return exhaustive(parsed);
  }
}

function headerCodes(
  { method, headers, url }: RecordedRequest,
  isJson: boolean,
  values: ValueWriter,
  { jar, cookie, origins }: RequestSurroundings,
): { headers: string[]; needsEncoding: boolean } {
  let needsEncoding = false;
  const codes: string[] = [];
  for (const { name, value } of withUserInfo(headers, url)) {
    const lower = name.toLowerCase();
    if (lower === "origin" && method !== "GET")
      codes.push(fieldCode(keyCode(name), origins.get(value) ?? values.text(value, name)));
    if (lower === "cookie" && cookiesOf(value).some((each) => !jar.has(each.name))) {
      const source = cookie();
      if (typeof source !== "string") values.sources.add(source);
      codes.push(fieldCode(keyCode(name), textCode([source])));
    }
    const isDropped = ownHeaders.test(name) || !headerName.test(name) || values.pieces(name, "header").length !== 1;
    const isImplied = (lower === "accept" && value === "*/*") || (lower === "content-type" && isJson);
    if (isDropped || isImplied) continue;
    const { code, isBasic } = headerCode(name, value, values);
    needsEncoding ||= isBasic;
    codes.push(fieldCode(keyCode(name), code));
  }
  return { headers: codes, needsEncoding };
}

/** A name and password in the address are sent as this header. */
function withUserInfo(headers: readonly Pair[], { username, password }: URL): readonly Pair[] {
  if (username === "" && password === "") return headers;
  if (headers.some(({ name }) => name.toLowerCase() === "authorization")) return headers;
  const basic = Buffer.from(`${decodeSafely(username)}:${decodeSafely(password)}`).toString("base64");
  return [...headers, { name: "Authorization", value: `Basic ${basic}` }];
}

function headerCode(name: string, value: string, values: ValueWriter): { code: string; isBasic: boolean } {
  const { scheme, credentials } = authorizationOf(value);
  if (scheme.toLowerCase() === "basic") {
    const { user, password } = basicOf(credentials);
    const pair = [...values.pieces(user, "username"), ":", ...values.pieces(password, "password")];
    return { code: `\`${scheme} \${encoding.b64encode(${textCode(pair)})}\``, isBasic: true };
  }
  if (scheme === "") return { code: values.text(value, name), isBasic: false };
  return { code: textCode([`${scheme} `, ...values.pieces(credentials, "token")]), isBasic: false };
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
