/** One value as it may stand in somebody's text. */
export interface Spellings {
  /** What finds the value as it is, escaped for JSON or HTML, encoded for a URL, and as base64, alone or amid other bytes. */
  whole: readonly (RegExp | string)[];
  /** Ways of writing it whose beginning is still the value's when somebody cuts them. */
  plain: readonly string[];
}

/** A regular expression for more takes too long to make, and at some size cannot be made. */
const longestPattern = 4_096;
const mostSpecials = 256;

export function spellingsOf(value: string): Spellings {
  const json = JSON.stringify(value).slice(1, -1);
  const base64 = Buffer.from(value).toString("base64");
  const plain = new Set([
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value.toWellFormed()),
    new URLSearchParams({ v: value }).toString().slice(2),
    ...writtenBase64(base64),
    ...writtenBase64(base64.replace(/=+$/, "")),
  ]);
  const specials = value.replaceAll(unreserved, "").length;
  const hasPattern = specials > 0 && specials <= mostSpecials && value.length <= longestPattern;
  const pieces = piecesOfBase64(value).flatMap(writtenBase64);
  return { whole: [...(hasPattern ? [new RegExp(pattern(value), "g")] : []), ...plain, ...pieces], plain: [...plain] };
}

/** Shorter pieces of base64 are found in ordinary text. */
const shortestPiece = 8;

/** Three bytes become four characters: what a value looks like amid others depends on how many bytes stand before it. */
function piecesOfBase64(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2]
    .map((before) => {
      const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
      return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    })
    .filter((piece) => piece.length >= shortestPiece);
}

/** As it is, for URLs, in a URL, and as PHP writes it into JSON. */
function writtenBase64(text: string): string[] {
  const urlSafe = text.replaceAll("+", "-").replaceAll("/", "_");
  return [...new Set([text, urlSafe, encodeURIComponent(text), text.replaceAll("/", String.raw`\/`)])];
}

/** A run of backslashes is one piece: as many pieces, each of any length, would take for ever on a long run. */
function pattern(value: string): string {
  const pieces = value.match(/\\+|[^\\]/gsu) ?? [];
  return pieces.map((piece, at) => written(piece, pieces[at - 1]?.startsWith("\\") ?? false)).join("");
}

/** JSON within JSON within JSON within JSON. */
const escapes = 15;
const escaped = `\\\\{1,${escapes}}`;
const mayBeEscaped = `\\\\{0,${escapes}}`;

const entities: Record<string, string> = { "&": "", "<": "lt;|", ">": "gt;|", '"': "quot;|", "'": "apos;|" };
const shortEscapes: Record<string, string> = { "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f" };

/** Nobody escapes these. */
const unreserved = /[\w.~-]/g;

/** For anything else there are many ways. */
function written(char: string, afterBackslash: boolean): string {
  if (/[\w.~-]/.test(char)) return literal(char);
  if (char.startsWith("\\")) return `(?:\\\\|%(?:25){0,3}5[Cc]){1,${char.length * (escapes + 1)}}`;
  const ways = [`${/["'/]/.test(char) && !afterBackslash ? mayBeEscaped : ""}${literal(char)}`, ...encoded(char, afterBackslash)];
  if (char === " ") ways.push("\\+");
  const short = shortEscapes[char];
  if (short !== undefined) ways.push(`${afterBackslash ? "" : escaped}${short}`);
  return `(?:${ways.join("|")})`;
}

function encoded(char: string, afterBackslash: boolean): string[] {
  const units = Array.from({ length: char.length }, (_, at) => `u${hex(char.charCodeAt(at), 4)}`);
  const [first = "", ...rest] = units;
  const json = [`${afterBackslash ? "" : escaped}${first}`, ...rest.map((unit) => `${escaped}${unit}`)].join("");
  const url = [...Buffer.from(char)].map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join("");
  const code = char.codePointAt(0) ?? 0;
  const named = entities[char];
  const html = `&(?:amp;){0,3}(?:${named ?? ""}#0{0,4}${code};|#[xX]0{0,4}${hex(code, 1)};)`;
  return [json, url, html, ...(char === "&" ? ["&(?:amp;){1,3}"] : [])];
}

function hex(number: number, digits: number): string {
  return number
    .toString(16)
    .padStart(digits, "0")
    .replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
}
