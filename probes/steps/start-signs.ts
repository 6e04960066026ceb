import type { Response } from "k6/http";
import type { StepContext } from "../kit/context.ts";
import { isOfApplication } from "../kit/front.ts";
import { lookAt } from "../kit/health-look.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { type ColdSigns, metCold } from "../kit/met-cold.ts";
import type { Patience } from "../kit/patience.ts";
import { headerOf } from "../kit/read.ts";
import { createStartUp } from "../kit/start-up.ts";
import { startUpRules as rules } from "../rules/start-up.ts";

type Needed = Pick<JourneyContext<never>, "target" | "warmMs" | "note">;

/** What the backend's answers tell of its start-up, and of whether it was cold. */
export interface StartSigns {
  /** Any answer of the backend. */
  meet(response: Response): void;
  /** An answer of its health. Gives the patience up when the start-up has failed or hangs. */
  look(response: Response): void;
  /** Whether it is starting, as far as its health has told; until that told anything, it may be. */
  mayBeStarting(): boolean;
  /** By the last look. */
  isHealthy(): boolean;
  /** `hung in phase 6 of 21: WebSocket manager for 54 s`; `null` when it is in no phase. */
  whereItHangs(): string | null;
  /** Measures phase, progress, uptime and coldness in this step, and writes what told them into the run's log. */
  tell(s: StepContext): void;
}

export function createStartSigns({ target, warmMs, note }: Needed, patience: Patience, phasePatienceMs: number): StartSigns {
  const startUp = createStartUp();
  const signs: ColdSigns = { phase: null, youngest: null, header: null, latencyMs: null, warmMs: warmMs("live") };
  const whereItHangs = () => startUp.whereItHangs(patience.elapsedMs());

  function meet(response: Response): void {
    const header = headerOf(response, target.coldStartHeader);
    if (header !== null && header !== "false") signs.header ??= `${target.coldStartHeader}: ${header}`;
    if (response.status === 200) signs.latencyMs ??= patience.elapsedMs();
  }

  return {
    meet,
    look(response) {
      meet(response);
      if (!isOfApplication(response)) return;
      const elapsedMs = patience.elapsedMs();
      const seen = lookAt(response, target.fields, rules.startingAnswers);
      startUp.see(seen, elapsedMs);
      signs.phase ??= startUp.phase()?.name ?? null;
      if (seen.uptimeS !== null) signs.youngest = younger(signs.youngest, { uptimeMs: atLeastMs(seen.uptimeS), elapsedMs });
      if (seen.failed !== null) patience.giveUp(seen.failed);
      const unchangedMs = startUp.unchangedMs(elapsedMs) ?? 0;
      if (unchangedMs >= phasePatienceMs) patience.giveUp(startUp.whereItHangs(elapsedMs) ?? "the start-up hangs");
    },
    mayBeStarting: () => startUp.last()?.isStarting !== false,
    isHealthy: () => startUp.last()?.isHealthy === true,
    whereItHangs,
    tell(s) {
      const { number = null, progress = null } = startUp.phase() ?? {};
      const uptimeS = startUp.last()?.uptimeS ?? null;
      if (number !== null) s.measure("startup_phase", number);
      if (progress !== null) s.measure("startup_progress", progress);
      if (uptimeS !== null) s.measure("uptime_s", uptimeS);
      const met = metCold(signs, rules.coldLatency);
      if (met !== null) s.measure("cold", met.cold ? 1 : 0);
      const story = startUp.story(patience.elapsedMs());
      if (story !== null) note(story);
      note(met === null ? "nothing told whether the instance was cold" : `${met.cold ? "cold" : "warm"}: ${met.told}`);
    },
  };
}

/** Of two looks the one at the instance that was started later. */
function younger(known: ColdSigns["youngest"], seen: { uptimeMs: number; elapsedMs: number }): ColdSigns["youngest"] {
  return known === null || seen.uptimeMs - seen.elapsedMs < known.uptimeMs - known.elapsedMs ? seen : known;
}

/** Whole seconds may have been rounded up. */
function atLeastMs(uptimeS: number): number {
  return Math.max(0, (Number.isInteger(uptimeS) ? uptimeS - 1 : uptimeS) * 1_000);
}
