/** `package.json` with what a project of Sonde needs; what stands there already stays as it is. */
export interface CompletedPackage {
  text: string;
  /** What was added, such as `scripts.start`. */
  added: string[];
  /** What stands there and will not do, in sentences. */
  wrong: string[];
}

type Json = Record<string, unknown>;

/** npm ends its child at a SIGTERM only when there is no shell in between. */
const scripts = { start: "exec sonde start", check: "sonde check", once: "sonde once" };

/**
 * @param before text of the file; `null`: there is none
 * @param versions of development dependencies that editors need
 * Throws `SyntaxError` when it is no JSON object.
 */
export function completePackage(before: string | null, name: string, versions: Record<string, string>): CompletedPackage {
  const there = before === null ? null : parsed(before);
  const added: string[] = [];
  const wanted = { type: "module", scripts, devDependencies: versions };
  const start: Json = there ?? { name: packageName(name), private: true };
  const completed: Json = { ...start };
  for (const [key, value] of Object.entries(wanted)) completed[key] = merged(key, start[key], value, start, added);
  const wrong =
    completed["type"] === "module"
      ? []
      : [`"type" is ${JSON.stringify(completed["type"])}, and sonde.config.ts can be loaded with "module" only.`];
  const text = added.length === 0 && before !== null ? before : `${JSON.stringify(completed, null, indentOf(before))}\n`;
  return { text, added, wrong };
}

function merged(key: string, there: unknown, wanted: string | Json, whole: Json, added: string[]): unknown {
  if (typeof wanted === "string") {
    if (there !== undefined) return there;
    added.push(key);
    return wanted;
  }
  const before = isObject(there) ? there : {};
  const missing = Object.entries(wanted).filter(([name]) => !(name in before) && !isInstalled(key, name, whole));
  added.push(...missing.map(([name]) => `${key}.${name}`));
  return missing.length === 0 ? there : { ...before, ...Object.fromEntries(missing) };
}

/** Whoever has a package as a dependency needs it no second time. */
function isInstalled(key: string, name: string, { dependencies }: Json): boolean {
  return key === "devDependencies" && isObject(dependencies) && name in dependencies;
}

function parsed(text: string): Json {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  if (!isObject(value)) throw new SyntaxError("it holds no object");
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function indentOf(text: string | null): string {
  return /^\{\r?\n([ \t]+)"/.exec(text ?? "")?.[1] ?? "  ";
}

/** npm takes small letters, digits and a few marks. */
function packageName(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, "-")
      .replaceAll(/^[._-]+|-+$/g, "") || "probes"
  );
}
