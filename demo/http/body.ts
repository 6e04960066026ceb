import type { z } from "zod";
import type { Call } from "./call.ts";
import { Refusal } from "./refusal.ts";

/** Bytes of a request's body. */
export const bodyLimit = 65_536;

/** The body, of the form that is wanted. Throws a `Refusal`: 415 not said to be JSON, 400 is none, 422 of another form. */
export function bodyOf<T>({ headers, body }: Pick<Call, "headers" | "body">, schema: z.ZodType<T>): T {
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? ""))
    throw new Refusal(415, "The body must be application/json.");
  return checked(parsed(body), schema);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "The body is not valid JSON.");
  }
}

function checked<T>(value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(422, describeIssues(result.error));
}

/** `password: Too small: …; email: …`. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message)).join("; ");
}
