import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import type { StepContext } from "../kit/context.ts";
import { bearer } from "./bearer.ts";
import type { Patient } from "./patient.ts";

export interface Question {
  message: string;
  threadId: string;
}

const timeout = "40s";

/** Sends one message into a thread and waits for the whole reply. Costs LLM tokens. Token `null`: as nobody, who should be refused. */
export function chat(
  s: StepContext,
  target: TargetSettings,
  token: string | null,
  question: Question,
  patience: Partial<Patient> = {},
): Response {
  const { url, body, params } = questionTo(target, target.paths.chat, token, question);
  return s.http.post(url, body, { ...params, ...patience });
}

/** The same while other steps go on. */
export function chatAsync(
  s: StepContext,
  target: TargetSettings,
  token: string,
  question: Question,
  patient: Patient,
): Promise<Response> {
  const { url, body, params } = questionTo(target, target.paths.chat, token, question);
  return s.http.requestAsync("POST", url, body, { ...params, ...patient });
}

/** The same question, whose answer comes as a stream of events (stream.ts). k6 hands it over when it has ended. */
export function chatStream(s: StepContext, target: TargetSettings, token: string, question: Question): Response {
  const { url, body, params } = questionTo(target, target.paths.chatStream, token, question);
  return s.http.post(url, body, params);
}

function questionTo({ urls, fields }: TargetSettings, path: string, token: string | null, { message, threadId }: Question) {
  const body = { [fields.message]: message, [fields.threadId]: threadId };
  return { url: `${urls.api}${path}`, body, params: { name: `POST ${path}`, headers: bearer(token), timeout } };
}
