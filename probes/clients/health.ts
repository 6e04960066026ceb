import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import type { Patient } from "./patient.ts";

export function authHealth(s: StepContext, { urls, paths }: TargetSettings): Response {
  return s.http.get(`${urls.auth}${paths.authHealth}`, { name: `GET ${paths.authHealth}` });
}

export function apiHealth(s: StepContext, { urls, paths }: TargetSettings): Response {
  return s.http.get(`${urls.api}${paths.health}`, { name: `GET ${paths.health}` });
}

/** The same while other steps go on. */
export function apiHealthAsync(s: StepContext, { urls, paths }: TargetSettings, patient: Patient): Promise<Response> {
  return s.http.requestAsync("GET", `${urls.api}${paths.health}`, null, { name: `GET ${paths.health}`, ...patient });
}

/** Whether the backend listens. */
export function liveAsync(s: StepContext, { urls, paths }: TargetSettings, patient: Patient): Promise<Response> {
  return s.http.requestAsync("GET", `${urls.api}${paths.live}`, null, { name: `GET ${paths.live}`, ...patient });
}

/** Whether the backend has all it needs to serve. */
export function readyAsync(s: StepContext, { urls, paths }: TargetSettings, patient: Patient): Promise<Response> {
  return s.http.requestAsync("GET", `${urls.api}${paths.ready}`, null, { name: `GET ${paths.ready}`, ...patient });
}
