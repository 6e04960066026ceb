import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { bearer } from "./bearer.ts";
import type { Patient } from "./patient.ts";

/** Token `null`: as nobody, who should be refused. */
export function dashboard(
  s: StepContext,
  target: TargetSettings,
  token: string | null,
  patience: Partial<Patient> = {},
): Response {
  const { url, params } = dashboardRequest(target, token);
  return s.http.get(url, { ...params, ...patience });
}

/** Loads the dashboard while other steps go on. */
export function dashboardAsync(s: StepContext, target: TargetSettings, token: string, patient: Patient): Promise<Response> {
  const { url, params } = dashboardRequest(target, token);
  return s.http.requestAsync("GET", url, null, { ...params, ...patient });
}

function dashboardRequest({ urls, paths }: TargetSettings, token: string | null) {
  return { url: `${urls.api}${paths.dashboard}`, params: { name: `GET ${paths.dashboard}`, headers: bearer(token) } };
}
