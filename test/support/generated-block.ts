/** A page with the part between its markers `<!-- begin NAME -->` and `<!-- end NAME -->` replaced. Throws when it has none. */
export function replaceBlock(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin ${name} -->\n`, `<!-- end ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no block ${begin.trim()} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`;
}
