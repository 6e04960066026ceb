import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { textAt } from "../kit/read.ts";
import { bearer } from "./bearer.ts";

export interface Credentials {
  email: string;
  password: string;
}

/** Signs in. The token that comes is registered as a secret, whatever else is wrong with the answer. */
export function signIn(s: StepContext, { urls, paths, fields }: TargetSettings, { email, password }: Credentials): Response {
  const credentials = { [fields.email]: email, [fields.password]: password };
  const response = s.http.post(`${urls.auth}${paths.signIn}`, credentials, { name: `POST ${paths.signIn}` });
  const token = textAt(response, fields.token);
  if (token !== null) s.secret(token);
  return response;
}

/** Asks who the token belongs to. */
export function me(s: StepContext, { urls, paths }: TargetSettings, token: string): Response {
  return s.http.get(`${urls.auth}${paths.me}`, { name: `GET ${paths.me}`, headers: bearer(token) });
}
