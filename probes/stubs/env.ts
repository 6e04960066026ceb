import { type TargetSettings, runVariables } from "../../worker/contract/settings.ts";

export const traceId = "0af7651916cd43dd8448eb211c80319c";

export const target: TargetSettings = {
  name: "test",
  urls: { api: "http://api", auth: "http://auth", ws: "ws://api/ws" },
  paths: {
    signIn: "/auth/login",
    me: "/auth/me",
    authHealth: "/auth/health",
    health: "/health",
    live: "/health/live",
    ready: "/health/ready",
    dashboard: "/api/dashboard",
    chat: "/api/chat",
  },
  headers: { "x-plain": "yes" },
  secretHeaders: { "x-proxy": "proxyToken" },
};

/** `__ENV` as the worker fills it. */
export const env: Record<string, string> = {
  [runVariables.runId]: "run-1",
  [runVariables.traceId]: traceId,
  [runVariables.userAgent]: "Sonde/test",
  [runVariables.target]: JSON.stringify(target),
};

export function setEnv(variables: Record<string, string>): void {
  Object.assign(globalThis, { __ENV: variables });
}
