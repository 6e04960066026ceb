import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { bearer } from "./bearer.ts";

/** Removes the account that the token belongs to, and all that is its own. */
export function removeAccount(s: StepContext, { urls, paths }: TargetSettings, token: string): Response {
  return s.http.del(`${urls.auth}${paths.me}`, null, { name: `DELETE ${paths.me}`, headers: bearer(token) });
}
