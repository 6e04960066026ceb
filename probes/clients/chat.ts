import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import type { RequestParams } from "../kit/http.ts";
import { bearer } from "./bearer.ts";

export interface Question {
  message: string;
  threadId: string;
}

type Patience = Pick<RequestParams, "timeout" | "mayFail">;

/** Sends one message into a thread and waits for the whole reply. Costs LLM tokens. Token `null`: as nobody, who should be refused. */
export function chat(
  s: StepContext,
  target: TargetSettings,
  token: string | null,
  question: Question,
  patience: Patience = {},
): Response {
  return post(s, target, target.paths.chat, token, question, patience);
}

/** The same question, whose answer comes as a stream of events (stream.ts). k6 hands it over when it has ended. */
export function chatStream(s: StepContext, target: TargetSettings, token: string, question: Question): Response {
  return post(s, target, target.paths.chatStream, token, question, {});
}

function post(
  s: StepContext,
  { urls, fields }: TargetSettings,
  path: string,
  token: string | null,
  { message, threadId }: Question,
  { timeout = "40s", ...patience }: Patience,
): Response {
  const body = { [fields.message]: message, [fields.threadId]: threadId };
  return s.http.post(`${urls.api}${path}`, body, { name: `POST ${path}`, headers: bearer(token), timeout, ...patience });
}
