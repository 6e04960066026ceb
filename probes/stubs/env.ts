import { type TargetSettings, runVariables } from "../../worker/contract/settings.ts";

export const traceId = "0af7651916cd43dd8448eb211c80319c";

export const target: TargetSettings = {
  name: "test",
  urls: { api: "http://api", auth: "http://auth", ws: "ws://api/ws" },
  paths: {
    signUp: "/auth/signup",
    signIn: "/auth/login",
    me: "/auth/me",
    authHealth: "/auth/health",
    health: "/health",
    live: "/health/live",
    ready: "/health/ready",
    dashboard: "/api/dashboard",
    chat: "/api/chat",
    chatStream: "/api/chat/stream",
    profile: "/api/profile",
  },
  fields: {
    email: "email",
    password: "password",
    displayName: "display_name",
    message: "message",
    threadId: "thread_id",
    signedUpId: "user_id",
    token: "access_token",
    tokenLifetime: "expires_in",
    signedInId: "user.id",
    meId: "id",
    meEmail: "email",
    dashboardUserId: "user.id",
    threads: "threads",
    features: "features",
    generatedAt: "generated_at",
    reply: "reply.content",
    recommendations: "reply.recommendations",
    socketUserId: "user_id",
    socketReply: "content",
    socketRecommendations: "recommendations",
    tutorialMode: "preferences.tutorial_mode",
    costAlerts: "preferences.notifications.cost_alerts",
    healthStatus: "status",
    healthMessage: "message",
    uptime: "uptime_seconds",
    startupPhase: "details.phase",
    startupProgress: "details.progress",
    startupFailed: "startup_failed",
  },
  coldStartHeader: "x-cold-start",
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
