import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { bearer } from "./bearer.ts";

export function dashboard(s: StepContext, { urls, paths }: TargetSettings, token: string): Response {
  return s.http.get(`${urls.api}${paths.dashboard}`, { name: `GET ${paths.dashboard}`, headers: bearer(token) });
}
