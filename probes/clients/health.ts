import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";

export function authHealth(s: StepContext, { urls, paths }: TargetSettings): Response {
  return s.http.get(`${urls.auth}${paths.authHealth}`, { name: `GET ${paths.authHealth}` });
}

export function apiHealth(s: StepContext, { urls, paths }: TargetSettings): Response {
  return s.http.get(`${urls.api}${paths.health}`, { name: `GET ${paths.health}` });
}
