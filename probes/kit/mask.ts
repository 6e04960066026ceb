const masked = "[masked]";

/** Hides values that a run must not tell. */
export interface Mask {
  /** Learns a value. Under four characters it is ignored: it would mask ordinary text. */
  add(value: string): void;
  text(text: string): string;
  /** The first `length` characters, masked before they are cut: half a secret is a secret too. */
  start(text: string, length: number): string;
  /** A copy of plain data with every string in it masked, and then cut to `length` characters. */
  deep<T>(value: T, length: number): T;
}

export function createMask(): Mask {
  const spellings = new Set<string>();
  const mask: Mask = {
    add(value) {
      if (value.length < 4) return;
      for (const spelling of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) spellings.add(spelling);
    },
    text(text) {
      let hidden = text;
      for (const spelling of longestFirst(spellings)) hidden = hidden.replaceAll(spelling, masked);
      return hidden;
    },
    start: (text, length) => mask.text(text.slice(0, length + (longestFirst(spellings)[0]?.length ?? 0))).slice(0, length),
    deep: (value, length) => deep(value, (text) => mask.start(text, length)),
  };
  return mask;
}

function longestFirst(spellings: Set<string>): string[] {
  return [...spellings].sort((a, b) => b.length - a.length);
}

function deep<T>(value: T, text: (text: string) => string): T {
  if (typeof value === "string") return text(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => deep(item, text)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, text)])) as T;
}
