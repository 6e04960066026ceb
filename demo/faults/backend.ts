import { frontText, json } from "../http/answer.ts";
import { refuse } from "../socket/message.ts";
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

/** Numbered as the backend numbers them. */
const phases = [
  "configuration",
  "secrets",
  "logging and tracing",
  "postgres",
  "redis",
  "WebSocket manager",
  "clickhouse",
  "schema check",
  "LLM keys",
  "LLM client",
  "tool dispatcher",
  "agent registry",
  "agent supervisor",
  "threads",
  "usage reports",
  "alerts",
  "background tasks",
  "inter-service auth",
  "health checks",
  "event bridge",
  "WebSocket verification",
] as const;
const phaseMs = 3_000;

export const backendFaults = {
  "backend-503": {
    says: "Sign-in works; dashboard and chat answer 503 after many seconds; the WebSocket is refused; health says that start-up failed.",
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
    says: "Sign-in works; the rest is 503 while health counts the phases of a start-up, which stays in its last one for as long as this is on.",
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
  const done = Math.min(Math.floor(phasesDone), phases.length - 1);
  return json(503, {
    status: "unhealthy",
    message: "Startup in progress",
    startup_in_progress: true,
    details: {
      phase: `${done + 1} of ${phases.length}: ${phases[done]}`,
      progress: Math.round((done / phases.length) * 100) / 100,
    },
  });
}
