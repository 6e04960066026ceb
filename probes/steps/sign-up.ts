import type { Response } from "k6/http";
import { signUp } from "../clients/sign-up.ts";
import type { StepContext } from "../kit/context.ts";
import { field, isId, status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { idAt } from "../kit/read.ts";
import { type ThrowAwayUser, accountOf } from "./throw-away-user.ts";

/** Signs a throw-away user up and gives its id. One that was clearly refused never came to be, which the user is told. */
export function signUpStep({ target, removed }: Pick<JourneyContext<never>, "target" | "removed">, user: ThrowAwayUser) {
  return (s: StepContext): { userId: string } => {
    s.secret(user.password);
    const response = signUp(s, target, user);
    user.neverMade = isRefused(response) || isUnheard(response);
    user.mayAppear = [0, 408, 504].includes(response.status);
    if (user.neverMade) removed(accountOf(user.email));
    const { signedUpId } = target.fields;
    s.require(response, { "sign-up answers 201": status(201, 200), "sign-up gives an id": field(signedUpId, isId(null)) });
    return { userId: idAt(response, signedUpId) ?? "" };
  };
}

/** Nothing was connected, so nobody heard of it. */
function isUnheard({ status, remote_ip }: Response): boolean {
  return status === 0 && !remote_ip;
}

/** After a time-out (408) or a conflict (409), which a request that was sent twice may cause, the account may exist all the same. */
function isRefused({ status }: Response): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 409;
}
