import type { Response } from "k6/http";
import { headerOf, jsonOf } from "./read.ts";

/** Whether the application itself answered, and not what stands before it: a front's own errors are no JSON and carry no request id. */
export function isOfApplication(response: Response): boolean {
  const json = jsonOf(response);
  return (json !== null && typeof json === "object") || headerOf(response, "x-request-id") !== null;
}
