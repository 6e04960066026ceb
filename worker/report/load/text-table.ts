import { printable } from "../../kit/printable.ts";
import type { Colour, Paint } from "./paint.ts";

/** Of a table on a terminal: text, with a colour when it matters. */
export type Cell = string | readonly [text: string, colour: Colour];

export type TextColumn = readonly [title: string, align: "left" | "right"];

/** Lines of a table, each column as wide as its widest cell and at most `widest`. Text from outside cannot steer the terminal. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
  widest = 60,
): string[] {
  if (rows.length === 0) return [];
  const plain = rows.map((row) => row.map((cell) => printable(textOf(cell), widest)));
  const widths = columns.map(([title], index) => Math.max(title.length, ...plain.map((row) => row[index]?.length ?? 0)));
  const line = (texts: readonly string[], colour: (index: number) => Colour | null) =>
    columns
      .map(([, align], index) => {
        const text = texts[index] ?? "";
        const blank = " ".repeat((widths[index] ?? 0) - text.length);
        const name = colour(index);
        const painted = name === null || text === "" ? text : paint(name, text);
        return align === "right" ? `${blank}${painted}` : `${painted}${blank}`;
      })
      .join("  ")
      .trimEnd();
  const head = columns.map(([title]) => title);
  return [
    ...(head.every((title) => title === "") ? [] : [line(head, () => "gray")]),
    ...plain.map((texts, at) => line(texts, (index) => colourOf(rows[at]?.[index] ?? ""))),
  ];
}

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell[0];
}

function colourOf(cell: Cell): Colour | null {
  return typeof cell === "string" ? null : cell[1];
}
