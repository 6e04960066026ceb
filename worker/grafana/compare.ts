/** A place in which two dashboards differ. `undefined`: not there. */
export interface Difference {
  /** Such as `panels.2.title`. */
  path: string;
  stored: unknown;
  wanted: unknown;
}

/** What Grafana counts for itself. */
const ownKeys = new Set(["id", "version", "iteration"]);

/** Where what Grafana has differs from what it should have. `null` and absent are the same: Grafana leaves some out. */
export function differences(stored: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): Difference[] {
  return compare(without(stored), without(wanted), []);
}

function without(dashboard: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(dashboard).filter(([key]) => !ownKeys.has(key)));
}

function compare(stored: unknown, wanted: unknown, path: readonly string[]): Difference[] {
  if (Object.is(stored, wanted) || (isNothing(stored) && isNothing(wanted))) return [];
  if (!isTree(stored) || !isTree(wanted) || Array.isArray(stored) !== Array.isArray(wanted))
    return [{ path: path.join("."), stored, wanted }];
  const keys = new Set([...Object.keys(stored), ...Object.keys(wanted)]);
  return [...keys].flatMap((key) => compare(stored[key], wanted[key], [...path, key]));
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
