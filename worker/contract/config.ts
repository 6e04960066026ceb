import type { Gate, LoadLimits, LoadProfile } from "./load.ts";

/** The configuration as the rooms see it: validated, paths absolute, times in milliseconds, variables resolved. */
export interface Config {
  /** The target that probes without a `target` of their own run against. */
  target: string;
  targets: Record<string, Target>;
  probes: Probe[];
  maintenance: MaintenanceWindow[];
  /** How many k6 processes may run at once. */
  concurrency: number;
  location: string;
  influx: InfluxSettings | null;
  store: StoreSettings;
  /** `host:port` outside the target; when it cannot be reached either, the fault is our own network. */
  canary: string | null;
  web: { host: string; port: number };
  /** Of InfluxDB: a configuration that makes more is refused. */
  maxSeries: number;
  load: LoadSettings;
}

/** How `sonde load` puts load on targets. */
export interface LoadSettings {
  /** Iterations per second of all journeys together, for which 1 stands in a profile. */
  ratePerS: number;
  /** What no run may exceed. */
  ceiling: LoadLimits;
  /** By name: those of the configuration, which win over those that Sonde brings along. */
  profiles: Record<string, LoadProfile>;
  /** `null`: none are configured, and those that follow from the journeys' budgets hold. */
  gates: Gate[] | null;
  /** Journey (a probe's name, or one that comes with Sonde) to its weight; what runs when the command names none. Empty: nothing. */
  mix: Record<string, number>;
  /** Accounts of which each VU takes one; `null`: the target's own for all. */
  users: LoadUsers | null;
}

/** Accounts for load: k6 secret name (`email`) to its value, one record a user; never empty. */
export type LoadUsers = Record<string, string>[];

export interface Target {
  name: string;
  /** Load may be put on it. */
  load: boolean;
  urls: TargetUrls;
  paths: TargetPaths;
  fields: TargetFields;
  /** Header by which an answer says that its instance had to be started for it. */
  coldStartHeader: string;
  /** k6 secret name (`password`) to its value. Never logged, stored or put into an environment. */
  secrets: Record<string, string>;
  /** Extra request headers, by the name of the secret that holds the value. */
  secretHeaders: Record<string, string>;
  /** Extra request headers with plain values. */
  headers: Record<string, string>;
  /** Component name to what it stands on and which steps show its faults. */
  components: Record<string, Component>;
  /** Address ranges that no request may reach, redirects included: `169.254.0.0/16`. */
  blockedRanges: string[];
}

/** Absolute URLs without a trailing slash. */
export interface TargetUrls {
  api: string;
  auth: string;
  ws: string;
}

export interface TargetPaths {
  signUp: string;
  signIn: string;
  me: string;
  authHealth: string;
  health: string;
  live: string;
  ready: string;
  dashboard: string;
  chat: string;
  chatStream: string;
  profile: string;
}

/** What requests and answers call things: a key of a request's body, or a path into an answer (`user.id`). */
export interface TargetFields {
  /** Keys of requests. */
  email: string;
  password: string;
  displayName: string;
  message: string;
  threadId: string;
  /** Of the answer to a sign-up. */
  signedUpId: string;
  /** Of the answer to a sign-in. */
  token: string;
  tokenLifetime: string;
  signedInId: string;
  /** Of the answer to "who am I". */
  meId: string;
  meEmail: string;
  /** Of the dashboard. */
  dashboardUserId: string;
  threads: string;
  features: string;
  generatedAt: string;
  /** Of the answer to a chat, and of the `message` of a stream. */
  reply: string;
  recommendations: string;
  /** Of messages over the WebSocket: the greeting, and the reply. */
  socketUserId: string;
  socketReply: string;
  socketRecommendations: string;
  /** Of the profile, and of a change to it. */
  tutorialMode: string;
  costAlerts: string;
  /** Of the backend's health. */
  healthStatus: string;
  healthMessage: string;
  uptime: string;
  startupPhase: string;
  startupProgress: string;
  startupFailed: string;
}

export interface Component {
  needs: string[];
  steps: string[];
}

export interface Probe {
  name: string;
  /** Absolute path of the k6 script. */
  journey: string;
  target: string;
  schedule: Schedule;
  timeoutMs: number;
  /** Step name to its budget in milliseconds; overrides what the journey declares. */
  budgets: Record<string, number>;
  /** Of the whole journey, in milliseconds; overrides what it declares. `null`: what it declares. */
  budgetMs: number | null;
  /** For so long before each of its ticks the target's other probes are held, so that the platform can go idle; `null`: not at all. */
  quietMs: number | null;
  /** Failures in a row before the state becomes `down`. */
  confirm: number;
  /** Successes in a row before a `down` state ends. */
  recover: number;
  /** Runs of any trigger per UTC day; `null`: no limit. */
  maxRunsPerDay: number | null;
  labels: Record<string, string>;
  /** Extra `__ENV` variables for plain k6 scripts. Never secrets. */
  env: Record<string, string>;
}

export type Schedule = { kind: "every"; everyMs: number } | { kind: "cron"; cron: string; timeZone: string };

export interface MaintenanceWindow {
  /** `null`: every target. */
  target: string | null;
  reason: string;
  span: { kind: "once"; startMs: number; endMs: number } | { kind: "cron"; cron: string; timeZone: string; durationMs: number };
}

export interface InfluxSettings {
  /** Base URL without credentials. */
  url: string;
  database: string;
  username: string | null;
  password: string | null;
  /** Per-request limit. */
  timeoutMs: number;
  /** How long raw points and roll-ups are kept, as InfluxQL durations (`90d`); `INF` keeps for ever. */
  retention: { raw: string; rollups: string };
}

export interface StoreSettings {
  /** Absolute path of the SQLite file. */
  path: string;
  retentionMs: number;
  maxBytes: number;
  /** Limit of what waits for InfluxDB; the oldest points are given up, and counted, beyond it. */
  maxOutboxBytes: number;
}

/** What a journey says of itself in `options.ext.sonde`, as `k6 inspect` prints it. */
export interface JourneyDeclaration {
  steps: Record<string, StepDeclaration>;
  /** From the start of the first step to the end of the journey; longer is `degraded`. `null`: no budget. */
  budgetMs: number | null;
}

export interface StepDeclaration {
  /** Names of the steps that must have passed. */
  needs: string[];
  /** Slower than this many milliseconds is `degraded`; `null`: no budget. */
  budgetMs: number | null;
  /** Measure of the step (`first_answer_ms`) to the milliseconds beyond which it is `degraded`. */
  limitsMs: Record<string, number>;
}
