import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import type { Credentials } from "./auth.ts";

/** Makes an account. */
export function signUp(
  s: StepContext,
  { urls, paths, fields }: TargetSettings,
  { email, password, displayName }: Credentials & { displayName: string },
): Response {
  const account = { [fields.email]: email, [fields.password]: password, [fields.displayName]: displayName };
  return s.http.post(`${urls.auth}${paths.signUp}`, account, { name: `POST ${paths.signUp}` });
}
