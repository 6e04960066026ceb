import { type Credentials, signIn } from "../clients/auth.ts";
import type { StepContext } from "../kit/context.ts";
import { field, isText, status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { textAt } from "../kit/read.ts";

/** Signs a throw-away user in and gives its token. */
export function signInAsStep({ target }: Pick<JourneyContext<never>, "target">, user: Credentials) {
  return (s: StepContext): { token: string } => {
    s.secret(user.password);
    const response = signIn(s, target, user);
    const { token } = target.fields;
    s.require(response, { "sign-in answers 200": status(200), "sign-in gives a token": field(token, isText) });
    return { token: textAt(response, token) ?? "" };
  };
}
