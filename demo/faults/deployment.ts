import type { Image, Release } from "../platform/release.ts";
import type { Settings } from "../platform/settings.ts";
import type { Fault } from "./fault.ts";

/** What goes wrong with a deployment: with its configuration, its secrets, or its start-up. */
export const deploymentFaults = {
  "database-host-missing": {
    says: "The backend never boots; the front answers 503 after seconds. The log: the validator refuses DATABASE_HOST.",
    deploys: withSettings({ DATABASE_HOST: "" }),
  },
  "database-password-rejected": {
    says: "The backend never boots; the front answers 503 after seconds. The log: DATABASE_PASSWORD is refused.",
    deploys: withSettings({ DATABASE_PASSWORD: "postgres" }),
  },
  "secret-missing": {
    says: "The backend never boots; the front answers 503 after seconds. The log: a secret cannot be read.",
    deploys: withSettings({ JWT_SECRET_KEY: "" }),
  },
  "worker-never-boots": {
    says: "The backend never boots; the front answers 503 after seconds. The log: an import fails, exit code 3.",
    deploys: withImage({ crashesAtBoot: "ModuleNotFoundError: No module named 'app.agents.supervisor'" }),
  },
  "websocket-manager-at-import": {
    says: "The backend lives, but its start-up failed in phase 6: health says so, everything else is 503, no WebSocket.",
    deploys: withImage({
      trouble: {
        phase: 6,
        kind: "fails",
        error: "DeterministicStartupError: WebSocket manager creation requires valid UserExecutionContext",
      },
    }),
  },
  "startup-stuck": {
    says: "The backend lives, but its start-up hangs in phase 6 for ever: health shows the phase, everything else is 503.",
    deploys: withImage({ trouble: { phase: 6, kind: "hangs", error: "Waiting for the WebSocket manager's event bridge." } }),
  },
  "crash-loop": {
    says: "The backend dies in phase 12 of its start-up, again and again: 503 of the front, or of the application.",
    deploys: withImage({
      trouble: { phase: 12, kind: "dies", error: "Segmentation fault: the worker was terminated by signal 11." },
    }),
  },
  "cold-start-30s": {
    says: "The backend is at zero instances, and takes 30 s to start: until then requests hang, then answer 503.",
    deploys: (release) => ({ ...withImage({ bootMs: 6_000, startUpMs: 24_000 })(release), isWarmed: false }),
  },
  "no-instance": {
    says: "The backend has no instance, and gets none: the front answers 503 at once, also to a WebSocket.",
    deploys: (release) => ({ ...release, instances: 0 }),
  },
  "redis-misconfigured": {
    says: "Dashboard and chat answer 503 after retries, and no WebSocket opens; health says that all is fine.",
    deploys: withSettings({ REDIS_URL: "redis://localhost:6379/0" }),
  },
  "llm-key-missing": {
    says: "Chat answers 503 (over the WebSocket an error message); dashboard, profile and health are fine.",
    deploys: withSettings({ LLM_API_KEY: "" }),
  },
  "inter-service-rejected": {
    says: "Dashboard, chat and WebSocket answer 503: the auth service refuses the backend's own token; health is fine.",
    deploys: withSettings({ SERVICE_SECRET: "rotated-elsewhere" }),
  },
  "memory-leak": {
    says: "Answers get slower; in its twelfth request an instance is killed, and starts anew: 503 for seconds.",
    deploys: withImage({ leakMb: 32 }),
  },
} as const satisfies Record<string, Fault>;

function withSettings(change: Partial<Settings>): (release: Release) => Release {
  return (release) => ({ ...release, settings: { ...release.settings, ...change } });
}

function withImage(change: Partial<Image>): (release: Release) => Release {
  return (release) => ({ ...release, image: { ...release.image, ...change } });
}
