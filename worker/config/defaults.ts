import type { TargetPaths } from "../contract/config.ts";

export const defaultPaths: TargetPaths = {
  signIn: "/auth/login",
  me: "/auth/me",
  authHealth: "/auth/health",
  health: "/health",
  live: "/health/live",
  ready: "/health/ready",
  dashboard: "/api/dashboard",
  chat: "/api/chat",
};

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
