import type { Response } from "k6/http";
import { detailOf, showStatus } from "./answer.ts";
import { describeClose } from "./close-code.ts";
import type { Seen } from "./expect.ts";
import type { Knock } from "./knock.ts";
import { headerOf, jsonOf } from "./read.ts";

/**
 * The answer turns its asker away: 401 or 403, or 429 where somebody guards against guessing. Of one that does not, only the names of
 * its fields are shown: it may hold secrets.
 */
export function refused(response: Response): Seen {
  const passed = isUnauthorised(response.status) || response.status === 429;
  return { passed, observed: `answer (${answerOf(response)}) is a refusal (401 or 403)` };
}

/** Like `refused`, but one that says no otherwise, is broken, or does not answer, lets nobody in either. */
export function letsNobodyIn(response: Response): Seen {
  const { status } = response;
  const isShut = status === 0 || status >= 400;
  return { passed: isShut, observed: `answer (${answerOf(response)}) lets nobody in` };
}

function answerOf(response: Response): string {
  const { status } = response;
  const said = status >= 200 && status < 300 ? contentOf(response) : status === 0 ? null : detailOf(response);
  return said === null ? showStatus(response) : `${showStatus(response)}: ${said}`;
}

/** The server did not let the socket in: 401 or 403 on the upgrade, or a close that says why. */
export function turnedAway(knock: Knock): Seen {
  const isTurned = knock.kind === "rejected" ? isUnauthorised(knock.status) : knock.kind === "closed" && isRefusal(knock.code);
  return { passed: isTurned, observed: `socket (${describe(knock)}) is refused` };
}

function describe(knock: Knock): string {
  if (knock.kind === "rejected") return `upgrade answered ${knock.status}${knock.detail === null ? "" : `: ${knock.detail}`}`;
  if (knock.kind === "closed") return describeClose(knock.code, knock.reason);
  return knock.message === null ? "accepted without a word" : `accepted with ${knock.message}`;
}

function isUnauthorised(status: number): boolean {
  return status === 401 || status === 403;
}

/** Policy violation, the registered "unauthorized" and "forbidden", and what the application says in codes of its own. */
function isRefusal(code: number): boolean {
  return code === 1008 || code === 3000 || code === 3003 || (code >= 4_000 && code < 5_000);
}

function contentOf(response: Response): string {
  const json = jsonOf(response);
  if (json === null || typeof json !== "object") return headerOf(response, "content-type") ?? "no content type";
  return Array.isArray(json) ? "a list" : `with ${Object.keys(json).slice(0, 8).join(", ") || "an empty object"}`;
}
