import { workingSettings } from "../settings.ts";
import { type Component, ComponentFailure, report } from "./component.ts";

/** Every token is shown to the auth service, which wants to know who asks. */
export const authService: Component = async (_use, around) => {
  const { release, pace } = around;
  if (release.settings.SERVICE_SECRET === workingSettings.SERVICE_SECRET) return;
  await pace.between(40, 120);
  report(around, "auth-service", "ERROR", "POST /internal/validate of the auth service answered 403: invalid service token");
  throw new ComponentFailure("auth_unavailable", "Auth service rejected the service token");
};
