import { me } from "../clients/auth.ts";
import { agrees } from "../kit/agreement.ts";
import type { StepContext } from "../kit/context.ts";
import { status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { idAt } from "../kit/read.ts";

/** What other services called the user; `null` or absent where one did not say. */
export interface Heard {
  signUp: string | null | undefined;
  dashboard: string | null | undefined;
  socket: string | null | undefined;
}

/** Auth service, backend and socket mean the same user. One that failed in its own step is not heard, and does not fail here again. */
export function crossServiceStep(
  { target }: Pick<JourneyContext<never>, "target">,
  session: { token: string } | undefined,
  { signUp = null, dashboard = null, socket = null }: Heard,
) {
  return (s: StepContext): void => {
    const response = me(s, target, s.need(session).token);
    s.check(response, { "me answers 200": status(200) });
    const auth = idAt(response, target.fields.meId);
    s.check({ "sign-up": signUp, auth, dashboard, socket }, { "auth, dashboard and socket agree on the user": agrees("user") });
  };
}
