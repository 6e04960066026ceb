import type { Sample } from "./output-line.ts";

/** Name of the step for what happens outside any step, group or request. */
export const outsideSteps = "outside steps";

/**
 * The step a sample belongs to: its `step` tag, else its group, else its request. A check outside all of them belongs to the
 * request before it.
 */
export function stepNameOf({ tags }: Sample, lastRequest: string | null): string {
  if (tags["step"]) return tags["step"];
  if (tags["group"]) return tags["group"].replace(/^::/, "").replaceAll("::", " / ");
  return requestNameOf(tags) ?? lastRequest ?? outsideSteps;
}

/** Method and route, without query: k6 names a request by its whole URL unless the script does. `null`: no request. */
export function requestNameOf(tags: Record<string, string>): string | null {
  const { name, method = name?.startsWith("ws") ? "WS" : "GET" } = tags;
  if (name === undefined) return null;
  const url = URL.canParse(name) ? new URL(name) : null;
  return url ? `${method} ${url.host}${url.pathname}` : name;
}
