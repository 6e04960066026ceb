import type { Response } from "k6/http";
import { detailOf } from "./answer.ts";
import { networkErrorOf } from "./evidence.ts";
import { StepFailure } from "./failure.ts";
import type { Patience } from "./patience.ts";
import { showMs } from "./show.ts";

export interface Insistence {
  patience: Patience;
  pauseMs: { first: number; factor: number; longest: number };
  /** Completes "did not …": `answer 200`. */
  wanted: string;
  isWanted: (response: Response) => boolean;
  /** Whether this answer may be another one soon. */
  isPassing: (response: Response) => boolean;
  /** Why it is no use, when somebody knows better than the last answer. */
  explain?: () => string | null;
}

/**
 * Tries again, with growing pauses, until the wanted answer comes. Another one that will not pass is given back as it is; when there
 * is no time left, the step fails with what was seen last. `attempt` gets the time it may take, such as `"2500ms"`.
 */
export async function insist(attempt: (timeout: string) => Promise<Response>, insistence: Insistence): Promise<Response> {
  const { patience, pauseMs, isWanted, isPassing, explain } = insistence;
  let nextMs: number = pauseMs.first;
  let answer: Response | null = null;
  for (let tries = 1; ; tries += 1) {
    const response = await attempt(`${Math.max(1, Math.round(patience.remainingMs()))}ms`);
    if (isWanted(response)) return response;
    if (response.status !== 0) answer = response;
    if (!isPassing(response)) {
      const why = explain?.() ?? null;
      if (why !== null) throw new StepFailure(inVain(insistence, why));
      if (response.status === 0) throw new StepFailure(response.error, networkErrorOf(response));
      return response;
    }
    if (!patience.isOver()) await patience.pause(nextMs);
    if (patience.isOver()) {
      const why = explain?.() ?? `tried ${timesOf(tries)}, ${showLast(answer ?? response)}`;
      throw new StepFailure(inVain(insistence, why), answer === null ? networkErrorOf(response) : null);
    }
    nextMs = Math.min(nextMs * pauseMs.factor, pauseMs.longest);
  }
}

/** `did not become ready within 90 s: hung in phase 6 of 21: WebSocket manager for 54 s (progress 0.29)`. */
function inVain({ patience, wanted }: Insistence, why: string): string {
  return `did not ${wanted} ${patience.remainingMs() === 0 ? "within" : "in"} ${showMs(patience.elapsedMs())}: ${why}`;
}

/** The last try is often cut off by the deadline: what was answered before it says more. */
function showLast(response: Response): string {
  if (response.status === 0) return `and was not answered (${response.error})`;
  const detail = detailOf(response);
  return `the last answer was ${response.status}${detail === null ? "" : ` ${JSON.stringify(detail)}`}`;
}

function timesOf(tries: number): string {
  return ["never", "once", "twice"][tries] ?? `${tries} times`;
}
