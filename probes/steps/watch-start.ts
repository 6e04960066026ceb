import type { Response } from "k6/http";
import { apiHealthAsync } from "../clients/health.ts";
import type { Patient } from "../clients/patient.ts";
import { type Budget, budgetMs } from "../kit/budget.ts";
import type { StepContext } from "../kit/context.ts";
import { isOfApplication } from "../kit/front.ts";
import { saysStarting } from "../kit/health-look.ts";
import { insist } from "../kit/insist.ts";
import type { JourneyContext } from "../kit/journey.ts";
import type { MeasureName } from "../kit/measure-name.ts";
import { type Moment, createMoment } from "../kit/moment.ts";
import { createPatience } from "../kit/patience.ts";
import { startUpRules as rules } from "../rules/start-up.ts";
import { createStartSigns } from "./start-signs.ts";

/** A first success that is waited for. */
interface Wanted {
  measure: MeasureName;
  /** The backend may be starting; the auth service is there or not. */
  of: "auth" | "backend";
  /** Completes "did not …". Default: `answer 200`. */
  wanted?: string;
  /** Why it did not come, when somebody knows better than the last answer. */
  explain?: () => string | null;
}

/** Waits for a target that may be starting; its steps wait at the same time and share what they see. */
export interface StartWatch {
  /**
   * Tries until it is answered with 200, and measures how long after the journey's start that was. Gives that answer, or another one
   * that will not pass. Fails the step when there is no time left, or no sense in waiting.
   */
  first(s: StepContext, wanted: Wanted, attempt: (patient: Patient) => Promise<Response>): Promise<Response>;
  /** Asks for the backend's health all the while that `run` takes, and tells at its end what was met, whatever came of it. */
  following(s: StepContext, run: () => Promise<void>): Promise<void>;
  /** Why the start-up came to no end, or where it hangs; `null` when health has not told. */
  whyNotReady(): string | null;
}

const followMs = 250;
const healthTimeoutMs = 5_000;
const isSuccess = ({ status }: Response) => status === 200;

export function watchStart(context: Pick<JourneyContext<never>, "target" | "variable" | "warmMs" | "note">): StartWatch {
  const patience = createPatience(durationOf(context, "COLD_START_PATIENCE", "90s"));
  const signs = createStartSigns(context, patience, durationOf(context, "COLD_START_PHASE_PATIENCE", "30s"));

  async function follow(s: StepContext, settled: Moment): Promise<void> {
    for (let isLast = false; !isLast;) {
      isLast = settled.hasHappened();
      // Nothing is to be learned of a target that was given up.
      if (isLast && patience.isOver()) break;
      const timeoutMs = Math.min(healthTimeoutMs, Math.max(patience.remainingMs(), 1_000));
      signs.look(await apiHealthAsync(s, context.target, { timeout: `${Math.round(timeoutMs)}ms`, mayFail: true }));
      // A healthy look is the last one too: it tells the uptime of what answered.
      if (!isLast && signs.isHealthy() && settled.hasHappened()) isLast = true;
      if (!isLast) await settled.within(followMs);
    }
    signs.tell(s);
  }

  return {
    whyNotReady: () => patience.givenUp() ?? signs.whereItHangs(),
    async first(s, { measure, of, wanted = "answer 200", explain }, attempt) {
      const response = await insist(
        async (timeout) => {
          const answer = await attempt({ timeout, mayFail: true });
          if (of === "backend") signs.meet(answer);
          return answer;
        },
        {
          patience,
          wanted,
          pauseMs: rules.pauseMs,
          isWanted: isSuccess,
          isPassing: (answer) => isPassing(answer, of === "backend" && signs.mayBeStarting()),
          ...(explain && { explain }),
        },
      );
      if (isSuccess(response)) s.measure(measure, patience.elapsedMs());
      return response;
    },
    async following(s, run) {
      const settled = createMoment();
      const following = follow(s, settled);
      try {
        await run();
      } finally {
        settled.happen();
        await following;
      }
    },
  };
}

/** Whether there may be another answer soon. */
function isPassing(response: Response, mayBeStarting: boolean): boolean {
  if (response.status === 0) return !isHopeless(response);
  if (!isOfApplication(response)) return rules.frontStatuses.some((status) => status === response.status);
  return response.status === 503 && (mayBeStarting || saysStarting(response, rules.startingAnswers));
}

/** A name that does not resolve and a certificate that is not trusted do not get better by waiting. */
function isHopeless({ error_code: code }: Response): boolean {
  return (code >= 1_100 && code < 1_200) || (code >= 1_300 && code < 1_400);
}

function durationOf({ variable }: Pick<JourneyContext<never>, "variable">, name: string, fallback: string): number {
  const text = variable(name, fallback);
  try {
    return budgetMs(text as Budget);
  } catch (cause) {
    throw new Error(`The variable ${name} is "${text}": write it as "800ms", "90s" or "1.5m".`, { cause });
  }
}
