import type { Platform } from "../platform/platform.ts";
import type { Session } from "../platform/session.ts";

/** Why a session is over; `null`: it goes on. `nowMs` is in epoch milliseconds. */
export function sessionEnd(
  { account, expiresMs }: Session,
  { accounts }: Pick<Platform, "accounts">,
  nowMs: number,
): string | null {
  if (accounts.find(account.id) === null) return "account removed";
  return expiresMs <= nowMs ? "token expired" : null;
}
