import type { Call } from "../http/call.ts";
import { Refusal } from "../http/refusal.ts";
import type { Needs, Route } from "../platform/route.ts";
import { authHealth, me, removeMe, signIn, signUp } from "./auth.ts";
import { chat } from "./chat.ts";
import { chatStream } from "./chat-stream.ts";
import { dashboard } from "./dashboard.ts";
import { health, live, ready } from "./health.ts";
import { changeProfile, profile } from "./profile.ts";
import { upgradeRequired } from "./upgrade-required.ts";

const toRead: Needs = { components: ["postgres"], use: "read", turns: 2 };
const forDashboard: Needs = { components: ["auth-service", "redis", "postgres"], use: "read", turns: 2 };
/** The agent takes the rest. */
const forChat: Needs = { components: ["auth-service", "redis", "postgres"], use: "write", turns: 1 };

export const routes: readonly Route[] = [
  { service: "auth", method: "POST", path: "/auth/signup", endpoint: signUp },
  { service: "auth", method: "POST", path: "/auth/login", endpoint: signIn },
  { service: "auth", method: "GET", path: "/auth/me", endpoint: me },
  { service: "auth", method: "DELETE", path: "/auth/me", endpoint: removeMe },
  { service: "auth", method: "GET", path: "/auth/health", endpoint: authHealth },
  { service: "backend", method: "GET", path: "/health", endpoint: health, inAnyStage: true },
  { service: "backend", method: "GET", path: "/health/live", endpoint: live, inAnyStage: true },
  { service: "backend", method: "GET", path: "/health/ready", endpoint: ready, inAnyStage: true },
  { service: "backend", method: "GET", path: "/api/dashboard", endpoint: dashboard, needs: forDashboard },
  { service: "backend", method: "POST", path: "/api/chat", endpoint: chat, needs: forChat },
  { service: "backend", method: "POST", path: "/api/chat/stream", endpoint: chatStream, needs: forChat },
  { service: "backend", method: "GET", path: "/api/profile", endpoint: profile, needs: toRead },
  { service: "backend", method: "PUT", path: "/api/profile", endpoint: changeProfile, needs: toRead },
  { service: "backend", method: "GET", path: "/ws", endpoint: upgradeRequired },
];

/** For every other path. */
export function notFound({ service }: Pick<Call, "service">): Route {
  return { service, method: "GET", path: "*", endpoint: refuseUnknown };
}

function refuseUnknown(): never {
  throw new Refusal(404, "Not Found");
}
