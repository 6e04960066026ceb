import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { textAt } from "../kit/read.ts";
import { bearer } from "./bearer.ts";
import type { Patient } from "./patient.ts";

export interface Credentials {
  email: string;
  password: string;
}

/** Signs in. The token that comes is registered as a secret, whatever else is wrong with the answer. */
export function signIn(s: StepContext, target: TargetSettings, credentials: Credentials): Response {
  const { url, body, params } = signInRequest(target, credentials);
  return keepToken(s, target, s.http.post(url, body, params));
}

/** Signs in while other steps go on. */
export async function signInAsync(
  s: StepContext,
  target: TargetSettings,
  credentials: Credentials,
  patient: Patient,
): Promise<Response> {
  const { url, body, params } = signInRequest(target, credentials);
  return keepToken(s, target, await s.http.requestAsync("POST", url, body, { ...params, ...patient }));
}

function signInRequest({ urls, paths, fields }: TargetSettings, { email, password }: Credentials) {
  const body = { [fields.email]: email, [fields.password]: password };
  return { url: `${urls.auth}${paths.signIn}`, body, params: { name: `POST ${paths.signIn}` } };
}

function keepToken(s: StepContext, { fields }: TargetSettings, response: Response): Response {
  const token = textAt(response, fields.token);
  if (token !== null) s.secret(token);
  return response;
}

/** Asks who the token belongs to. */
export function me(s: StepContext, { urls, paths }: TargetSettings, token: string): Response {
  return s.http.get(`${urls.auth}${paths.me}`, { name: `GET ${paths.me}`, headers: bearer(token) });
}
