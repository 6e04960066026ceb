/** What a journey's file, and the probe of the same name, may be called: as `name` of a probe. */
const aName = /^[A-Za-z0-9][\w-]{0,63}$/;

/** Why this cannot be the name of a journey; `null` when it can. */
export function whyNoName(name: string): string | null {
  if (aName.test(name)) return null;
  const bare = name.replace(/^.*\//, "").replace(/\.[jt]s$/, "");
  const instead = aName.test(bare) && bare !== name ? ` Write ${bare}.` : "";
  return `${JSON.stringify(name)} is no name for a journey: letters, digits, - and _, at most 64, no path and no ending.${instead}`;
}

/** The nearest name to a text, such as a file's; `"recording"` when nothing of it can be used. */
export function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "-")
    .replaceAll(/^[-_]+|[-_]+$/g, "")
    .slice(0, 64);
  return name || "recording";
}
