const mask = "[masked]";

/** Shapes that are secret whoever configured them. The first group is kept. */
const shapes = [
  /()\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g,
  /(\bauthorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|digest|token)\s+)?)(?!\[masked\])[^\s"',;&]+/gi,
  /(\b(?:bearer|basic)\s+)(?!\[masked\])[\w.~+/=-]{8,}/gi,
  /(\b(?:access_|refresh_|id_|api_)?(?:token|key|password|passwd|secret)=)(?!\[masked\])[^\s"'&;,]+/gi,
  /(\b(?:set-)?cookie["']?\s*[:=]\s*["']?)(?!\[masked\])[^\n"']+/gi,
  /(["'](?:access_|refresh_|id_)?(?:token|password|secret)\\?["']\s*:\s*\\?["'])(?!\[masked\])[^"'\\]+/gi,
  /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
];

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
  const known = new Set<string>();
  let spellings: string[] = [];

  const redactor: Redactor = {
    add(value) {
      if (value.length < 4 || known.has(value)) return;
      known.add(value);
      spellings = [...known].flatMap(spellingsOf).sort((a, b) => b.length - a.length);
    },
    text(text) {
      let masked = text;
      for (const spelling of spellings) masked = masked.replaceAll(spelling, mask);
      for (const shape of shapes) masked = masked.replace(shape, `$1${mask}`);
      return masked;
    },
    deep: (value) => deep(value, (text) => redactor.text(text)),
    fork: () => createRedactor(known),
  };
  for (const value of values) redactor.add(value);
  return redactor;
}

function spellingsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [
    ...new Set([
      value,
      json,
      JSON.stringify(json).slice(1, -1),
      encodeURIComponent(value),
      new URLSearchParams({ v: value }).toString().slice(2),
      Buffer.from(value).toString("base64").replace(/=+$/, ""),
      Buffer.from(value).toString("base64url"),
    ]),
  ];
}

function deep<T>(value: T, text: (text: string) => string): T {
  if (typeof value === "string") return text(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => deep(item, text)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), deep(item, text)])) as T;
}
