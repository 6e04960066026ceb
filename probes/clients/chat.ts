import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { bearer } from "./bearer.ts";

/** Sends one message into a thread and waits for the whole reply. Costs LLM tokens. */
export function chat(
  s: StepContext,
  { urls, paths }: TargetSettings,
  token: string,
  question: { message: string; thread_id: string },
): Response {
  return s.http.post(`${urls.api}${paths.chat}`, question, {
    name: `POST ${paths.chat}`,
    headers: bearer(token),
    timeout: "60s",
  });
}
