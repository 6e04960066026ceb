import { mask, maskShapes } from "./secret-shapes.ts";
import { type Spellings, spellingsOf } from "./spellings.ts";

/** Masks known values in every spelling they travel in, then whatever looks like a credential. */
export interface Redactor {
  /** Learns one more value. Values under four characters are ignored: they would mask ordinary text. */
  add(value: string): void;
  text(text: string): string;
  /** A copy of plain data with every string in it, keys included, masked. */
  deep<T>(value: T): T;
  /** A redactor that knows these values and more; what it learns does not come back. */
  fork(): Redactor;
}

export function createRedactor(values: Iterable<string>): Redactor {
  return redactorOf(new Map(), values);
}

function redactorOf(learnt: ReadonlyMap<string, Spellings>, values: Iterable<string>): Redactor {
  const known = new Map(learnt);
  let longestFirst = byLength(known);

  const redactor: Redactor = {
    add(value) {
      if (value.length < 4 || known.has(value)) return;
      known.set(value, spellingsOf(value));
      longestFirst = byLength(known);
    },
    text(text) {
      let masked = text;
      for (const { whole } of longestFirst) for (const spelling of whole) masked = masked.replaceAll(spelling, mask);
      return maskShapes(maskCut(masked, longestFirst));
    },
    deep: (value) =>
      deep(
        value,
        onceEach((text) => redactor.text(text)),
      ),
    fork: () => redactorOf(known, []),
  };
  for (const value of values) redactor.add(value);
  return redactor;
}

function byLength(known: ReadonlyMap<string, Spellings>): Spellings[] {
  return [...known].sort(([a], [b]) => b.length - a.length).map(([, spellings]) => spellings);
}

/** Less of a value says little, and may be an ordinary word. */
const shortestCut = 8;

/** Whoever shortens a text before it is masked leaves the beginning of a value at its end, or before an ellipsis. */
function maskCut(text: string, known: readonly Spellings[]): string {
  if (known.length === 0) return text;
  const ends = / ?…|\s?$/g;
  let masked = "";
  let from = 0;
  for (const { index, 0: end } of text.matchAll(ends)) {
    masked += maskEnd(text.slice(from, index), known) + end;
    from = index + end.length;
  }
  return masked;
}

function maskEnd(text: string, known: readonly Spellings[]): string {
  for (const { plain } of known) {
    for (const spelling of plain) {
      const at = startOfCut(text, spelling);
      if (at >= 0) return `${text.slice(0, at)}${mask}`;
    }
  }
  return text;
}

function startOfCut(text: string, spelling: string): number {
  const beginning = spelling.slice(0, shortestCut);
  if (spelling.length <= shortestCut) return -1;
  let at = text.indexOf(beginning, Math.max(0, text.length - spelling.length));
  while (at >= 0 && !spelling.startsWith(text.slice(at))) at = text.indexOf(beginning, at + 1);
  return at;
}

/** Most strings of a run are keys, the same again and again. */
function onceEach(mask: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const masked = known.get(text) ?? mask(text);
    known.set(text, masked);
    return masked;
  };
}

function deep<T>(value: T, text: (text: string) => string): T {
  if (typeof value === "string") return text(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => deep(item, text)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), deep(item, text)])) as T;
}
