import { signIn } from "../clients/auth.ts";
import { clockOffsetOf } from "../kit/contact.ts";
import type { StepContext } from "../kit/context.ts";
import { beganAtMs } from "../kit/evidence.ts";
import { field, isText, status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { idAt, numberAt, textAt } from "../kit/read.ts";

export interface Session {
  token: string;
  /** `null` when the answer does not say. */
  userId: string | null;
  email: string;
  /** Seconds that the token is good for; `null` when the answer does not say. */
  expiresInS: number | null;
  /** When the token came, in epoch milliseconds by our clock. */
  signedInAtMs: number;
  /** The target's clock less ours by the answer's `date`; `null` when it had none. */
  clockOffsetMs: number | null;
}

/** Signs the probe's own account in: the first step of every journey that needs somebody. */
export function signInStep({ target, secret }: Pick<JourneyContext<never>, "target" | "secret">) {
  const { fields } = target;
  return async (s: StepContext): Promise<Session> => {
    const credentials = { email: await secret("email"), password: await secret("password") };
    const askedAtMs = Date.now();
    const response = signIn(s, target, credentials);
    s.require(response, { "sign-in answers 200": status(200), "sign-in gives a token": field(fields.token, isText) });
    const signedInAtMs = beganAtMs({ atMs: askedAtMs }, response);
    return {
      token: textAt(response, fields.token) ?? "",
      userId: idAt(response, fields.signedInId),
      email: credentials.email,
      expiresInS: numberAt(response, fields.tokenLifetime),
      signedInAtMs,
      clockOffsetMs: clockOffsetOf(response.headers, signedInAtMs),
    };
  };
}
