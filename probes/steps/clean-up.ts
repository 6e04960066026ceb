import { type Credentials, me, signIn } from "../clients/auth.ts";
import { removeAccount } from "../clients/remove-account.ts";
import type { StepContext } from "../kit/context.ts";
import { field, isText, status } from "../kit/expect.ts";
import { isOfApplication } from "../kit/front.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { textAt } from "../kit/read.ts";
import { type ThrowAwayUser, accountOf } from "./throw-away-user.ts";

type Needed = Pick<JourneyContext<never>, "target" | "removed">;
type Context = Needed & Pick<JourneyContext<"clean-up">, "step" | "block">;

/** Removes the throw-away user, also when sign-up or sign-in failed before: a sign-up that answers an error may have made it. */
export async function cleanUp(context: Context, user: ThrowAwayUser, session: { token: string } | undefined): Promise<void> {
  if (user.neverMade) return context.block("clean-up", "the sign-up made no account");
  await context.step("clean-up", (s) => {
    if (session) removeUser(s, context, user.email, session.token);
    else removeBySigningIn(s, context, user);
  });
}

/** What a sign-in answers for an account that is not there, or not there any more. One that is told 403, say to confirm its address, is. */
const unknown = new Set([401, 404]);

/** Signs in and removes the account; one that the application does not know is gone already, or never came to be, unless it may appear. */
export function removeBySigningIn(
  s: StepContext,
  context: Needed,
  { email, password, mayAppear = false }: Credentials & { mayAppear?: boolean },
): void {
  s.secret(password);
  const response = signIn(s, context.target, { email, password });
  if (unknown.has(response.status) && isOfApplication(response)) {
    s.check(response, { "the account is not there": status(401, 404) });
    if (!mayAppear) context.removed(accountOf(email));
    return;
  }
  const { token } = context.target.fields;
  s.require(response, { "sign-in answers 200": status(200), "sign-in gives a token": field(token, isText) });
  removeUser(s, context, email, textAt(response, token) ?? "");
}

/** Removes the account that the token belongs to, and makes sure that it is gone. */
function removeUser(s: StepContext, { target, removed }: Needed, email: string, token: string): void {
  s.require(removeAccount(s, target, token), { "account is removed": status(204, 200, 202) });
  s.require(me(s, target, token), { "its token is worth nothing any more": status(401, 403, 404) });
  removed(accountOf(email));
}
