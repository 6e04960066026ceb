import type { Call } from "../http/call.ts";
import { Refusal } from "../http/refusal.ts";
import { traceIdOf } from "../http/trace.ts";
import type { Account } from "./accounts.ts";
import type { Platform } from "./platform.ts";
import type { Session } from "./session.ts";
import type { Verifier } from "./tokens.ts";

/** Who sent a request, as the service that it is for sees it. Throws a `Refusal` with 401. */
export function accountOf({ service, headers }: Pick<Call, "service" | "headers">, platform: Platform): Account {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (token === undefined) throw unauthorised("Not authenticated");
  return sessionOfToken(token, platform, service, headers["traceparent"]).account;
}

/** What a token opens, and until when. Throws a `Refusal` with 401, also when the account is gone; the log says so too. */
export function sessionOfToken(token: string, platform: Platform, by: Verifier, traceparent?: unknown): Session {
  const refused = (because: string) => {
    const common = { service: by, revision: platform.backend.revision(), traceId: traceIdOf(traceparent) };
    platform.log.write({ severity: "WARNING", ...common, message: `Authentication failed: ${because}` });
    return unauthorised(because);
  };
  const verified = platform.tokens.verify(token, by);
  if (verified.kind === "refused") throw refused(verified.because);
  const account = platform.accounts.find(verified.userId);
  if (!account) throw refused("The account of this token is gone");
  return { account, expiresMs: verified.expiresMs };
}

function unauthorised(detail: string): Refusal {
  return new Refusal(401, detail, { "www-authenticate": "Bearer" });
}
