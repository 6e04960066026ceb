import { me } from "../clients/auth.ts";
import { removeAccount } from "../clients/remove-account.ts";
import type { StepContext } from "../kit/context.ts";
import { status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { signInAsStep } from "./sign-in-as.ts";
import { type ThrowAwayUser, accountOf } from "./throw-away-user.ts";

type Needed = Pick<JourneyContext<never>, "target" | "removed">;

/** Removes the throw-away user, also when it could not sign in before. */
export function cleanUpStep(context: Needed, user: ThrowAwayUser, session: { token: string } | undefined) {
  return (s: StepContext): void => {
    const { token } = session ?? signInAsStep(context, user)(s);
    removeUser(s, context, user.email, token);
  };
}

/** Removes the account that the token belongs to, and makes sure that it is gone. */
export function removeUser(s: StepContext, { target, removed }: Needed, email: string, token: string): void {
  s.require(removeAccount(s, target, token), { "account is removed": status(204, 200, 202) });
  s.require(me(s, target, token), { "its token is worth nothing any more": status(401, 403, 404) });
  removed(accountOf(email));
}
