/** Fields of a line: plain, or in quotes, in which "" is one. */
const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Rows of a CSV file (RFC 4180); empty lines are left out. Throws for a quote that is never closed. */
export function readCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < source.length) {
    const [whole, quoted, plain = "", end = ""] = field.exec(source) ?? [];
    if (whole === undefined) throw new Error("a quote is never closed, or stands in the middle of a value");
    row.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === ",") {
      // A comma at the very end stands before one more, empty value.
      if (field.lastIndex === source.length) row.push("");
      else continue;
    }
    if (row.some((value) => value !== "")) rows.push(row);
    row = [];
  }
  return rows;
}
