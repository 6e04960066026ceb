import { keyCode, quoted } from "./code-text.ts";
import type { KnownValues, Source } from "./known-values.ts";

/** A text of the recording: what stays as it was, and what comes from elsewhere. */
export type Piece = string | Source;

/** Writes the values of one request as code, without any credential, and remembers where they come from. */
export interface ValueWriter {
  sources: Set<Source>;
  /** Texts out of which a credential was cut, because no secret can stand for it: a person has to look. */
  cut: number;
  /** `name`: what the text goes by. */
  pieces(text: string, name: string): Piece[];
  text(text: string, name: string): string;
  json(value: unknown, indent: string): string;
}

/** k6 reads secrets line by line. */
const longestSecret = 4_096;
const lineWidth = 100;

/** `at`: which request it is. */
export function createValueWriter(known: KnownValues, at: number): ValueWriter {
  const writer: ValueWriter = {
    sources: new Set(),
    cut: 0,
    pieces(text, name) {
      const source = known.sourceOf(text, at);
      const pieces = source ? [source] : guarded(split(text, known, at), text, name);
      for (const piece of pieces) if (typeof piece !== "string") writer.sources.add(piece);
      return pieces;
    },
    text: (text, name) => textCode(writer.pieces(text, name)),
    json: (value, indent) => jsonCode(value, "value", indent),
  };

  /** A credential that is spelt in another way, as base64 say, is not found by looking for it. */
  function guarded(pieces: Piece[], text: string, name: string): Piece[] {
    if (pieces.every((piece) => typeof piece !== "string" || known.masked(piece) === piece)) return pieces;
    if (text.length <= longestSecret && !/[\r\n]/.test(text)) return [known.secretFor(text, name || "value")];
    writer.cut++;
    return pieces.map((piece) => (typeof piece === "string" ? known.masked(piece) : piece));
  }

  function jsonCode(value: unknown, name: string, indent: string): string {
    if (typeof value === "string") return writer.text(value, name);
    if (typeof value === "number") return numberCode(value);
    if (value === null || typeof value !== "object") return String(value);
    const inner = `${indent}  `;
    if (Array.isArray(value)) {
      return laidOut(
        "[]",
        value.map((item: unknown) => jsonCode(item, name, inner)),
        indent,
      );
    }
    const fields = Object.entries(value).map(([key, item]) => fieldCode(fieldName(key), jsonCode(item, key, inner)));
    return laidOut("{}", fields, indent);
  }

  function numberCode(value: number): string {
    const source = known.sourceOf(String(value), at);
    if (!source) return String(value);
    writer.sources.add(source);
    return source.kind === "taken" && source.reading.type === "number" ? source.variable : `Number(${source.variable})`;
  }

  function fieldName(key: string): string {
    const pieces = writer.pieces(key, "key");
    return pieces.every((piece) => typeof piece === "string") ? keyCode(pieces.join("")) : `[${textCode(pieces)}]`;
  }

  return writer;
}

/** Cuts a text where credentials stand in it. */
function split(text: string, known: KnownValues, at: number): Piece[] {
  const found = known.inTexts.find((value) => text.includes(value));
  if (found === undefined) return text === "" ? [] : [text];
  const source = known.sourceOf(found, at);
  return text.split(found).flatMap((part, index) => [...(index > 0 && source ? [source] : []), ...split(part, known, at)]);
}

/** Code of a text: a literal, a variable, or a template. `wrap`: what is done to a variable in it. */
export function textCode(pieces: readonly Piece[], wrap: (variable: string) => string = (variable) => variable): string {
  const [only] = pieces;
  if (pieces.every((piece) => typeof piece === "string")) return quoted(pieces.join(""));
  if (pieces.length === 1 && only !== undefined && typeof only !== "string") return asText(only, wrap);
  const parts = pieces.map((piece) => (typeof piece === "string" ? templateText(piece) : `\${${wrap(piece.variable)}}`));
  return `\`${parts.join("")}\``;
}

/** Text between backticks that means itself. */
export function templateText(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return escaped.replaceAll("`", "\\`").replaceAll("${", "\\${");
}

function asText(source: Source, wrap: (variable: string) => string): string {
  const code = wrap(source.variable);
  return source.kind === "taken" && source.reading.type === "number" ? `String(${code})` : code;
}

/** `email` for `email: email`. */
export function fieldCode(key: string, code: string): string {
  return key === code && /^\w+$/.test(key) ? key : `${key}: ${code}`;
}

/** On one line where it fits, else an item a line. */
export function laidOut(brackets: "[]" | "{}", items: readonly string[], indent: string): string {
  const [open = "", close = ""] = brackets;
  if (items.length === 0) return brackets;
  const space = brackets === "{}" ? " " : "";
  const line = `${open}${space}${items.join(", ")}${space}${close}`;
  if (!line.includes("\n") && indent.length + line.length <= lineWidth) return line;
  return `${open}\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}${close}`;
}
