/** Reads the timestamp at a place of a line, as k6 writes it (RFC 3339): epoch milliseconds with fraction, `null` for anything else. */
export type ReadTime = (line: string, start: number, end: number) => number | null;

const utcSecond = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const zoned = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;
const secondLength = 19;
/** So many digits are exact in a number. */
const mostDigits = 15;
const scales = Array.from({ length: mostDigits + 1 }, (_none, digits) => 10 ** digits);

/** Remembers the last second it saw: thousands of samples in a row share theirs, and only the fraction is left to read. */
export function createTimeReader(): ReadTime {
  let second = "never";
  let secondMs = 0;
  return (line, start, end) => {
    if (line.charCodeAt(end - 1) !== 0x5a) return readZoned(line.slice(start, end));
    if (!line.startsWith(second, start)) {
      const found = line.slice(start, start + secondLength);
      const foundMs = utcSecond.test(found) ? Date.parse(`${found}Z`) : Number.NaN;
      // Not the slice itself: it would keep a whole chunk of k6's output alive. Leap seconds and the like are not remembered.
      const own = Number.isNaN(foundMs) ? "" : new Date(foundMs).toISOString().slice(0, secondLength);
      if (own !== found) return readZoned(line.slice(start, end));
      second = own;
      secondMs = foundMs;
    }
    if (end - start === secondLength + 1) return secondMs;
    return addFraction(secondMs, line, start + secondLength, end - 1) ?? readZoned(line.slice(start, end));
  };
}

/** Adds `.576348639`; `null` when it is not written like that. */
function addFraction(secondMs: number, line: string, start: number, end: number): number | null {
  const digits = end - start - 1;
  if (line.charCodeAt(start) !== 0x2e || digits < 1 || digits > mostDigits) return null;
  let value = 0;
  for (let at = start + 1; at < end; at++) {
    const digit = line.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return secondMs + (value / (scales[digits] ?? 1)) * 1_000;
}

/** Any zone. */
function readZoned(text: string): number | null {
  const [, second, digits, zone] = zoned.exec(text) ?? [];
  const ms = second === undefined ? Number.NaN : Date.parse(`${second}${zone}`);
  if (Number.isNaN(ms)) return null;
  return digits === undefined ? ms : ms + Number(`0.${digits}`) * 1_000;
}
