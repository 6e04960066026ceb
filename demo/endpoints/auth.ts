import { z } from "zod";
import { type Answer, json, noContent } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { Refusal } from "../http/refusal.ts";
import { accountOf } from "../platform/authenticate.ts";
import type { Platform } from "../platform/platform.ts";

const signUpSchema = z.object({
  email: z.email().max(254),
  password: z.string().min(8).max(200),
  display_name: z.string().trim().min(1).max(100),
});
const signInSchema = z.object({ email: z.string().max(254), password: z.string().max(200) });

/** `POST /auth/signup`. */
export async function signUp(call: Call, { accounts, pace }: Platform): Promise<Answer> {
  const { email, password, display_name: displayName } = bodyOf(call, signUpSchema);
  await pace.between(200, 400);
  const account = accounts.signUp({ email, password, displayName });
  if (!account) throw new Refusal(409, "This e-mail address is taken.");
  return json(201, { user_id: account.id, email: account.email });
}

/** `POST /auth/login`. */
export async function signIn(call: Call, { accounts, tokens, pace }: Platform): Promise<Answer> {
  const { email, password } = bodyOf(call, signInSchema);
  await pace.between(120, 180);
  const account = accounts.signIn(email, password);
  if (!account) throw new Refusal(401, "Wrong e-mail address or password.");
  return json(200, {
    access_token: tokens.issue(account),
    token_type: "Bearer",
    expires_in: tokens.lifetimeS,
    user: { id: account.id, email: account.email },
  });
}

/** `GET /auth/me`. */
export async function me(call: Call, platform: Platform): Promise<Answer> {
  await platform.pace.between(20, 60);
  const { id, email } = accountOf(call, platform);
  return json(200, { id, email });
}

/** `DELETE /auth/me`: the account and all that belongs to it is gone, and its tokens are worth nothing. */
export async function removeMe(call: Call, platform: Platform): Promise<Answer> {
  await platform.pace.between(40, 90);
  platform.accounts.remove(accountOf(call, platform).id);
  return noContent();
}

/** `GET /auth/health`. */
export async function authHealth(_call: Call, { pace }: Platform): Promise<Answer> {
  await pace.between(5, 20);
  return json(200, { status: "healthy" });
}
