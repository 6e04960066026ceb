/** Name of the step for what happens outside any step, group or request. */
export const outsideSteps = "outside steps";

/** Names become series, columns of a terminal and rows of a store. */
const maxNameLength = 200;

type Tags = Readonly<Record<string, string>>;

/**
 * The step a sample belongs to: its `step` tag, else its group, else its request. A check outside all of them belongs to the
 * request before it; under load nobody can tell which that was, it may be another user's.
 */
export function stepNameOf(tags: Tags, lastRequest: string | null = null): string {
  if (tags["step"]) return clean(tags["step"]);
  if (tags["group"]) return clean(tags["group"].replace(/^::/, "").replaceAll("::", " / "));
  return requestNameOf(tags) ?? lastRequest ?? outsideSteps;
}

/** Method and route, without query: k6 names a request by its whole URL unless the script does. `null`: no request. */
export function requestNameOf({ name, method }: Tags): string | null {
  if (!name) return null;
  if (!/^(?:https?|wss?):/i.test(name) || !URL.canParse(name)) return clean(name);
  const { protocol, host, pathname } = new URL(name);
  return clean(`${method ?? (protocol.startsWith("ws") ? "WS" : "GET")} ${host}${pathname}`);
}

/** On one line, and not longer than anybody reads; what is cut ends visibly, so that the redactor finds the half of a secret. */
export function clean(name: string): string {
  const line = name.replaceAll(/[\u0000-\u001f\u007f]+/g, " ").trim();
  return (line.length > maxNameLength ? `${line.slice(0, maxNameLength - 1)}…` : line) || "(no name)";
}
