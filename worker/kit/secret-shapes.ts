/** What stands for a secret value. */
export const mask = "[masked]";

const hidden = String.raw`\[masked\]`;
const names = String.raw`(?:token|password|passwd|secret|api[_-]?key|authorization|cookie)`;
/** Their credentials are one word; a digest's are a list with quotes in it. */
const wordSchemes = String.raw`(?:bearer|basic|token|negotiate)\s+`;
const schemes = String.raw`(?:${wordSchemes}|digest\s+)`;
/** After a quoted name in JSON of whatever depth, too. */
const colon = String.raw`\\*["']?\s*[:=(]\s*`;
const unlessHidden = `(?!(?:${schemes})?${hidden})`;

/** A value ends where the quote that it began with comes again, with as many backslashes before it. */
const quotedValue = String.raw`(?!\k<escape>\k<quote>)${unlessHidden}[^\r\n]+?(?=(?<!\\)\k<escape>\k<quote>|$)`;

/** Shapes that are secret whoever configured them. The group `keep` is not. */
const shapes = [
  /(?<keep>)eyJ[\w-]{10,}\.[\w-]{5,}(?:\.[\w-]*){0,3}/g,
  new RegExp(String.raw`(?<keep>cookie${colon}\[)(?!\\*["']?${hidden})[^\]\r\n]+`, "gi"),
  new RegExp(String.raw`(?<keep>${names}${colon}\[?\s*(?<escape>\\*)(?<quote>["'])(?:${schemes})?)${quotedValue}`, "gim"),
  new RegExp(String.raw`(?<keep>\bauthorization\s*[:=]\s*${wordSchemes})(?!["'\\])${unlessHidden}[^\s"',;&\\]+`, "gi"),
  new RegExp(
    String.raw`(?<keep>\bauthorization\s*[:=]\s*(?:digest\s+)?)(?!\s|["'[\\])${unlessHidden}(?!${wordSchemes})[^\r\n]+`,
    "gi",
  ),
  new RegExp(String.raw`(?<keep>\b(?:set-)?cookie\s*[:=]\s*)(?!\s|["'[\\])${unlessHidden}[^\r\n]+`, "gi"),
  new RegExp(String.raw`(?<keep>\b(?:x-[\w-]{0,40}(?:token|key)|api-key)\s*:\s*)(?!\s|["'[\\])${unlessHidden}[^\s"',;\\]+`, "gi"),
  new RegExp(
    String.raw`(?<keep>\b(?:bearer|basic)(?:\s|%20|\+)+)${unlessHidden}(?!(?:authentication|authorization|credentials)\b)[\w.~+/=-]{8,}`,
    "gi",
  ),
  new RegExp(
    String.raw`(?<keep>(?:token|password|passwd|pwd|secret|api[_-]?key|(?<![a-z])key)(?:=|%3D))${unlessHidden}(?:[^\s"'&;,<>\\]|\\[^"'nrtu\\])+`,
    "gi",
  ),
  /(?<keep>:\/\/[^\s/:@]*:)(?!\[masked\]@)[^\s/?#]+(?=@)/g,
];

/** Masks whatever looks like a credential. */
export function maskShapes(text: string): string {
  return shapes.reduce((masked, shape) => masked.replace(shape, `$<keep>${mask}`), text);
}
