import { type Markup, type MarkupPart, markup } from "./markup.ts";

/** A column: `number` stands to the right, `word` does not wrap, `long` has room. */
export type Column = readonly [title: string, kind: "text" | "number" | "word" | "long"];

/** A table that scrolls by itself where the screen is narrow. */
export function pageTable(columns: readonly Column[], rows: readonly (readonly MarkupPart[])[]): Markup {
  const head = columns.map(([title, kind]) => markup`<th class="${kind}" scope="col">${title}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => markup`<td class="${columns[index]?.[1] ?? "text"}">${cell}</td>`);
    return markup`<tr>${cells}</tr>\n`;
  });
  return markup`<div class="scroll"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
`;
}

/** A part of the page; nothing when there is nothing to say. */
export function pageSection(title: string, body: Markup | null): Markup | null {
  return body && markup`<section><h2>${title}</h2>\n${body}</section>\n`;
}
