import type { TargetFields, TargetPaths } from "../contract/config.ts";

export const defaultPaths: TargetPaths = {
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
};

/** Keys of a request's body, while the others are paths into an answer. */
export const requestFields = {
  email: "email",
  password: "password",
  displayName: "display_name",
  message: "message",
  threadId: "thread_id",
};

export const defaultFields: TargetFields = {
  ...requestFields,
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
};

export const defaultColdStartHeader = "x-cold-start";

export const probeDefaults = { timeoutMs: 60_000, confirm: 2, recover: 2 };

export const storeDefaults = {
  retentionMs: 30 * 86_400_000,
  maxBytes: 1_000_000_000,
  maxOutboxBytes: 256_000_000,
};

export const defaultStorePath = ".sonde/sonde.db";

export const influxDefaults = {
  database: "sonde",
  timeoutMs: 10_000,
  retention: { raw: "90d", rollups: "INF" },
};

export const defaultMaxSeries = 100_000;

export const webDefaults = { host: "127.0.0.1", port: 4610 };

export const defaultConcurrency = 8;

export const loadDefaults = {
  ratePerS: 5,
  ceiling: { ratePerS: 50, vus: 500, iterations: 1_000_000, durationMs: 4 * 3_600_000 },
  gracefulStopMs: 30_000,
};
