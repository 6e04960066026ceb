import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { nested } from "../kit/nested.ts";
import { bearer } from "./bearer.ts";

export interface ProfileSettings {
  tutorialMode: boolean;
  costAlerts: boolean;
}

const timeout = "10s";

export function profile(s: StepContext, { urls, paths }: TargetSettings, token: string): Response {
  return s.http.get(`${urls.api}${paths.profile}`, { name: `GET ${paths.profile}`, headers: bearer(token), timeout });
}

/** Changes these settings; others stay as they are. */
export function changeProfile(
  s: StepContext,
  { urls, paths, fields }: TargetSettings,
  token: string,
  { tutorialMode, costAlerts }: ProfileSettings,
): Response {
  const change = nested({ [fields.tutorialMode]: tutorialMode, [fields.costAlerts]: costAlerts });
  return s.http.put(`${urls.api}${paths.profile}`, change, { name: `PUT ${paths.profile}`, headers: bearer(token), timeout });
}
