import { StoreBusyError, StoreDamagedError, StoreDiskError, StoreFullError, StoreOpenError } from "./errors.ts";

type Explanation = (path: string, reason: string, options: ErrorOptions) => Error;

const full: Explanation = (path, _reason, options) => new StoreFullError(path, options);
const busy: Explanation = (path, _reason, options) => new StoreBusyError(path, options);
const damaged: Explanation = (path, reason, options) => new StoreDamagedError(path, reason, options);
const unusable: Explanation = (path, reason, options) => new StoreOpenError(path, reason, options);
const failing: Explanation = (path, reason, options) => new StoreDiskError(path, reason, options);

/** Result codes of SQLite (sqlite.org/rescode.html), primary but for one: a full disk does not let its shared memory grow. */
const ofSqlite = new Map<number, Explanation>([
  [3, unusable],
  [5, busy],
  [6, busy],
  [8, unusable],
  [10, failing],
  [11, damaged],
  [13, full],
  [14, unusable],
  [26, damaged],
  [4874, full],
]);

const ofSystem = new Map<string, Explanation>([
  ["ENOSPC", full],
  ["EDQUOT", full],
  ["EIO", failing],
  ...["EACCES", "EPERM", "EROFS", "ENOENT", "EEXIST", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG"].map(
    (code) => [code, unusable] as const,
  ),
]);

/** Runs `action` on the file at `path`; what SQLite or the system throws comes out as an error that says what to do. */
export function explaining<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw explained(path, error);
  }
}

/** The error that says what to do; what is a fault of ours, such as a broken constraint, comes back as it is. */
export function explained(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const explanation = explanationOf(error);
  return explanation ? explanation(path, error.message, { cause: error }) : error;
}

function explanationOf(error: Error): Explanation | undefined {
  if ("errcode" in error && typeof error.errcode === "number") {
    return ofSqlite.get(error.errcode) ?? ofSqlite.get(error.errcode & 0xff);
  }
  return "code" in error && typeof error.code === "string" ? ofSystem.get(error.code) : undefined;
}
