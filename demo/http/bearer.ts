import type { Account } from "../platform/accounts.ts";
import type { Platform } from "../platform/platform.ts";
import type { Call } from "./call.ts";
import { Refusal } from "./refusal.ts";

/** Who sent a request. Throws a `Refusal` with 401. */
export function accountOf({ headers }: Pick<Call, "headers">, platform: Platform): Account {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (token === undefined) throw unauthorised("Not authenticated");
  return accountOfToken(token, platform);
}

/** Whom a token is for. Throws a `Refusal` with 401, also when the account is gone. */
export function accountOfToken(token: string, { tokens, accounts }: Platform): Account {
  const id = tokens.userIdOf(token);
  const account = id === null ? null : accounts.find(id);
  if (!account) throw unauthorised("Invalid or expired token");
  return account;
}

function unauthorised(detail: string): Refusal {
  return new Refusal(401, detail, { "www-authenticate": "Bearer" });
}
