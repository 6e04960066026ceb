import type { Response } from "k6/http";

/** The body of a response as text; empty when there is none. */
export function textOf({ body }: Pick<Response, "body">): string {
  return typeof body === "string" ? body : "";
}

/** A header whatever the case of its name; `null` when it is missing. */
export function headerOf({ headers }: { headers: Record<string, string> }, name: string): string | null {
  // Reading them all takes k6 twenty times as long as reading one.
  const likely = headers[spellingOf(name)];
  if (likely !== undefined) return likely;
  const wanted = name.toLowerCase();
  return Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1] ?? null;
}

const spellings = new Map<string, string>();

/** As k6 spells nearly all of them: `X-Request-Id`. */
function spellingOf(name: string): string {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const words = name.split("-").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase());
  spellings.set(name, words.join("-"));
  return words.join("-");
}

/** Those of the named headers that there are, by the names given. */
export function headersNamed(response: { headers: Record<string, string> }, names: readonly string[]): Record<string, string> {
  const values = new Map(Object.entries(response.headers).map(([key, value]) => [key.toLowerCase(), value]));
  const found = names.flatMap((name): [string, string][] => {
    const value = values.get(name.toLowerCase());
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(found);
}

/** The body as JSON; `undefined` when it is none: k6's own `r.json()` throws at an error page. */
export function jsonOf(response: Pick<Response, "body">): unknown {
  try {
    return JSON.parse(textOf(response));
  } catch {
    return undefined;
  }
}

/** What a JSON value holds at `reply.content` or `threads.0.id`; `undefined` when there is nothing. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce((inner, key) => {
    if (inner === null || typeof inner !== "object") return undefined;
    return Object.hasOwn(inner, key) ? (inner as Record<string, unknown>)[key] : undefined;
  }, value);
}

/** A text of the JSON body at `path`; `null` when there is none or it is no text. */
export function textAt(response: Pick<Response, "body">, path: string): string | null {
  const value = valueAt(jsonOf(response), path);
  return typeof value === "string" ? value : null;
}

/** A number of the JSON body at `path`; `null` when there is none or it is no number. */
export function numberAt(response: Pick<Response, "body">, path: string): number | null {
  const value = valueAt(jsonOf(response), path);
  return typeof value === "number" ? value : null;
}

/** An id of the JSON body at `path`, as text: some platforms count their users. `null` when there is none. */
export function idAt(response: Pick<Response, "body">, path: string): string | null {
  const value = valueAt(jsonOf(response), path);
  return typeof value === "number" || (typeof value === "string" && value !== "") ? String(value) : null;
}

/** How many items the list at `path` has; `null` when there is no list. */
export function countAt(response: Pick<Response, "body">, path: string): number | null {
  const value = valueAt(jsonOf(response), path);
  return Array.isArray(value) ? value.length : null;
}
