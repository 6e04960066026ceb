import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import type { RequestParams } from "../kit/http.ts";
import { bearer } from "./bearer.ts";

/** Token `null`: as nobody, who should be refused. */
export function dashboard(
  s: StepContext,
  { urls, paths }: TargetSettings,
  token: string | null,
  { timeout = "30s", ...patience }: Pick<RequestParams, "timeout" | "mayFail"> = {},
): Response {
  return s.http.get(`${urls.api}${paths.dashboard}`, {
    name: `GET ${paths.dashboard}`,
    headers: bearer(token),
    timeout,
    ...patience,
  });
}
