import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { Platform } from "../platform/platform.ts";
import { authHealth, me, removeMe, signIn, signUp } from "./auth.ts";
import { chat } from "./chat.ts";
import { chatStream } from "./chat-stream.ts";
import { dashboard } from "./dashboard.ts";
import { health, live, ready } from "./health.ts";
import { changeProfile, profile } from "./profile.ts";
import { upgradeRequired } from "./upgrade-required.ts";

export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  /** May throw a `Refusal`. */
  endpoint: (call: Call, platform: Platform) => Answer | Promise<Answer>;
}

export const routes: readonly Route[] = [
  { method: "POST", path: "/auth/signup", endpoint: signUp },
  { method: "POST", path: "/auth/login", endpoint: signIn },
  { method: "GET", path: "/auth/me", endpoint: me },
  { method: "DELETE", path: "/auth/me", endpoint: removeMe },
  { method: "GET", path: "/auth/health", endpoint: authHealth },
  { method: "GET", path: "/health", endpoint: health },
  { method: "GET", path: "/health/live", endpoint: live },
  { method: "GET", path: "/health/ready", endpoint: ready },
  { method: "GET", path: "/api/dashboard", endpoint: dashboard },
  { method: "POST", path: "/api/chat", endpoint: chat },
  { method: "POST", path: "/api/chat/stream", endpoint: chatStream },
  { method: "GET", path: "/api/profile", endpoint: profile },
  { method: "PUT", path: "/api/profile", endpoint: changeProfile },
  { method: "GET", path: "/ws", endpoint: upgradeRequired },
];
