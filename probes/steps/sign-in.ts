import { signIn } from "../clients/auth.ts";
import type { StepContext } from "../kit/context.ts";
import { field, isText, status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { textAt } from "../kit/read.ts";

export interface Session {
  token: string;
  /** `null` when the answer does not say. */
  userId: string | null;
  email: string;
}

/** Signs the probe's own account in: the first step of every journey that needs somebody. */
export function signInStep({ target, secret }: Pick<JourneyContext<never>, "target" | "secret">) {
  return async (s: StepContext): Promise<Session> => {
    const credentials = { email: await secret("email"), password: await secret("password") };
    const response = signIn(s, target, credentials);
    s.require(response, { "sign-in answers 200": status(200), "sign-in gives a token": field("access_token", isText) });
    return {
      token: textAt(response, "access_token") ?? "",
      userId: textAt(response, "user.id"),
      email: credentials.email,
    };
  };
}
