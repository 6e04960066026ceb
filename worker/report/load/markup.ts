/** HTML that is safe to show. Only `markup` makes it. */
export interface Markup {
  readonly html: string;
}

export type MarkupPart = string | number | Markup | readonly MarkupPart[] | null;

/** HTML with values in it: strings are escaped whatever they hold, `Markup` is not, `null` is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return { html: strings.reduce((html, text, index) => `${html}${render(parts[index - 1] ?? null)}${text}`) };
}

/** Control characters, and marks that turn the direction of text. */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function render(part: MarkupPart): string {
  if (part === null) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escape(part);
  return "html" in part ? part.html : part.map(render).join("");
}

function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unsafe, "\uFFFD")
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? "");
}
