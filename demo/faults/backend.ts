import { frontText, json } from "../http/answer.ts";
import { phaseCount, progressIn } from "../platform/phases.ts";
import { refuse } from "../platform/upgrade.ts";
import type { Fault } from "./fault.ts";

const startupFailed = json(503, {
  status: "unhealthy",
  message: "Startup failed: DATABASE_HOST required in staging/production. Cannot be localhost or empty.",
  startup_failed: true,
});
const unreachable = frontText(
  503,
  "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
);
const notComplete = json(503, { detail: "Startup not complete" });

const phaseMs = 3_000;

export const backendFaults = {
  "gateway-timeout": {
    says: "The backend takes requests and never answers: the front gives up after 60 s with 504, also for a WebSocket.",
    conditions: { backend: "hung" },
  },
  overloaded: {
    says: "Dashboard, chat and profile take over 5 s, and longer the more is asked at once; beyond 40 in the queue 503.",
    conditions: { backend: "overloaded" },
  },
  "one-instance-broken": {
    says: "One of the backend's instances answers 500 to everything: every second call fails, all the others are fine.",
    conditions: { backend: "one-broken" },
  },
  "backend-503": {
    says: "Sign-in works; dashboard and chat answer 503 after many seconds; no WebSocket; health: start-up failed.",
    begin: (pace) => ({
      async http({ service, path }, next) {
        if (service !== "backend" || path === "/health/live") return next();
        if (path === "/health") return startupFailed;
        if (path === "/health/ready") return json(503, { detail: "Core database unavailable" });
        await (path.startsWith("/api/chat") ? pace.between(7_500, 16_400) : pace.between(4_500, 10_300));
        return unreachable;
      },
      async upgrade() {
        await pace.between(300, 900);
        return refuse(unreachable);
      },
    }),
  },
  starting: {
    says: "Sign-in works; the rest is 503 while health counts the phases of a start-up, and stays in the last of them.",
    begin(pace) {
      const startedMs = pace.now();
      const progress = () => startingUp((pace.now() - startedMs) / phaseMs);
      return {
        async http({ service, path }, next) {
          if (service !== "backend" || path === "/health/live") return next();
          return path === "/health" ? progress() : notComplete;
        },
        upgrade: () => Promise.resolve(refuse(notComplete)),
      };
    },
  },
} as const satisfies Record<string, Fault>;

function startingUp(phasesDone: number) {
  const details = progressIn(Math.min(Math.floor(phasesDone) + 1, phaseCount));
  return json(503, { status: "unhealthy", message: "Startup in progress", startup_in_progress: true, details });
}
