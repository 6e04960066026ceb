import { type Answer, json } from "./answer.ts";

/** Ends a request: the application answers this status with `{detail}`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** The answer to whatever was thrown. */
export function answerTo(thrown: unknown): Answer {
  if (thrown instanceof Refusal) return json(thrown.status, { detail: thrown.message }, thrown.headers);
  const status = thrown instanceof Error && "statusCode" in thrown ? Number(thrown.statusCode) : 500;
  const isTheirs = status >= 400 && status < 500;
  const detail = isTheirs && thrown instanceof Error ? thrown.message : "Internal Server Error";
  return json(isTheirs ? status : 500, { detail });
}
