import { printable } from "../../kit/printable.ts";

/**
 * Text from outside as code, on one line and safe in a table's cell: no markup, no HTML, no link, and nobody is mentioned by it. What a
 * code span cannot hold in a table (`|`, a backtick) goes into `<code>`, spelt so that Markdown sees no sign of its own in it.
 */
export function code(text: string, width = 240): string {
  const line = printable(text.toWellFormed(), width).replaceAll(/\s+/g, " ");
  if (line === "") return "";
  return /[|`]/.test(line) ? `<code>${line.replaceAll(/[\\`*_~<>[\]|&$@#:]/g, entity)}</code>` : `\`${line}\``;
}

/** Words of our own with names from outside in them, safe on a line of its own and in a cell. */
export function prose(text: string, width = 400): string {
  return printable(text.toWellFormed(), width)
    .replaceAll(/[@#]|:\/\/|www\./g, (sign) => `${sign}${unlinked}`)
    .replaceAll(/[\\`*_<>[\]|~&$]/g, entity);
}

/** A row of a table; its cells are Markdown already. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** A table: `left` and `right` say how its columns stand. No rows, no table. */
export function table(head: readonly (readonly [title: string, align: "left" | "right"])[], rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  return [
    row(...head.map(([title]) => title)),
    row(...head.map(([, align]) => (align === "right" ? "--:" : ":--"))),
    ...rows,
    "",
  ];
}

/** A joiner without width: what looks like a mention, an issue or an address stays text. */
const unlinked = "\u2060";

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}
