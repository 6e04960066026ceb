import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { textAt } from "../kit/read.ts";
import type { Credentials } from "./auth.ts";
import { bearer } from "./bearer.ts";
import type { Question } from "./chat.ts";

/** How a call waits that goes on beside others. */
export interface Patient {
  /** Such as `"15s"`. */
  timeout: string;
  /** Without an answer it is one try of several, and no failure of the step. */
  mayFail?: boolean;
}

/** Signs in while other steps go on. */
export async function signInAsync(
  s: StepContext,
  { urls, paths, fields }: TargetSettings,
  { email, password }: Credentials,
  patient: Patient,
): Promise<Response> {
  const credentials = { [fields.email]: email, [fields.password]: password };
  const params = { name: `POST ${paths.signIn}`, ...patient };
  const response = await s.http.requestAsync("POST", `${urls.auth}${paths.signIn}`, credentials, params);
  const token = textAt(response, fields.token);
  if (token !== null) s.secret(token);
  return response;
}

/** Loads the dashboard while other steps go on. */
export function dashboardAsync(
  s: StepContext,
  { urls, paths }: TargetSettings,
  token: string,
  patient: Patient,
): Promise<Response> {
  const params = { name: `GET ${paths.dashboard}`, headers: bearer(token), ...patient };
  return s.http.requestAsync("GET", `${urls.api}${paths.dashboard}`, null, params);
}

/** Asks the assistant while other steps go on. Costs LLM tokens when it is answered. */
export function chatAsync(
  s: StepContext,
  { urls, paths, fields }: TargetSettings,
  token: string,
  { message, threadId }: Question,
  patient: Patient,
): Promise<Response> {
  const question = { [fields.message]: message, [fields.threadId]: threadId };
  const params = { name: `POST ${paths.chat}`, headers: bearer(token), ...patient };
  return s.http.requestAsync("POST", `${urls.api}${paths.chat}`, question, params);
}
