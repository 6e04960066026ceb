import type { TargetFields, TargetPaths } from "../contract/config.ts";

/** A value from the environment: the variable itself, or the file that `NAME_FILE` names. */
export interface Variable {
  /** Name of the variable, such as `STAGING_API_URL`. */
  env: string;
  /** Taken when neither is set. */
  default?: string | undefined;
}

/** `"30s"`, `"1m30s"`, `"500ms"`, `"7d"`. */
export type Duration = string;

export interface TargetConfig {
  urls: {
    /** The backend. */
    api: string | Variable;
    /** The auth service. Default: the backend. */
    auth?: string | Variable | undefined;
    /** Default: the backend's host, `ws` or `wss`, path `/ws`. */
    ws?: string | Variable | undefined;
  };
  /** `sonde load` may put load on it. Default: false. */
  load?: boolean | undefined;
  /** Paths that differ from the platform's usual ones. */
  paths?: { [name in PathName]?: string | undefined } | undefined;
  /** What the platform's requests and answers call things where that differs from the usual: `{ token: "data.jwt" }`. */
  fields?: { [name in FieldName]?: string | undefined } | undefined;
  /** Header by which an answer says that its instance was started for it. Default: `"x-cold-start"`. */
  coldStartHeader?: string | undefined;
  /** k6 secret name to where its value comes from. Journeys of the kit ask for `email` and `password`. */
  secrets?: Record<string, Variable> | undefined;
  /** Sent with every request: plain text, or the name of one of `secrets` (an identity proxy's token, say). */
  headers?: Record<string, string | { secret: string }> | undefined;
  /** Guarded ranges that journeys may reach all the same, such as `"127.0.0.0/8"` for a tunnel on this machine. */
  allowAddresses?: string[] | undefined;
  /** Parts of the target, what each stands on, and the steps that show its faults. */
  components?: Record<string, { needs?: string[] | undefined; steps?: string[] | undefined }> | undefined;
}

export type PathName = keyof TargetPaths;

export type FieldName = keyof TargetFields;

export interface ProbeConfig {
  /** Unique. Letters, digits, `-` and `_`. */
  name: string;
  /** Path of a k6 script, from the folder of the configuration; `"sonde/probes/auth.ts"` is one that comes with Sonde. */
  journey: string;
  /** Default: the target that is selected (`--target`, `SONDE_TARGET`, `target`). */
  target?: string | undefined;
  /** On a fixed grid with an offset of the probe's own. Either this or `cron`. */
  every?: Duration | undefined;
  /** At these times exactly, such as `"0 8 * * 1-5"`. */
  cron?: string | undefined;
  /** Of `cron`, such as `"Europe/Berlin"`. Default: `"UTC"`. */
  timeZone?: string | undefined;
  /** A run is ended after this long. At most the interval. Default: 60 s, or the interval if that is shorter. */
  timeout?: Duration | undefined;
  /** Step to how long it may take before the run is `degraded`; overrides what the journey declares. */
  budgets?: Record<string, Duration> | undefined;
  /** How long the whole journey may take before the run is `degraded`; overrides what it declares. */
  budget?: Duration | undefined;
  /**
   * For so long before each tick no other run of the target starts, so that it can scale to zero: `"20m"` for a cold start. Those
   * are recorded as skipped until this one has run. A worker that is started meanwhile does not wait. Shorter than the interval.
   */
  quiet?: Duration | undefined;
  /** Failures in a row before the state is `down`. Default: 2. */
  confirm?: number | undefined;
  /** Successes in a row before `down` ends. Default: 2. */
  recover?: number | undefined;
  /** Runs of any trigger per UTC day. Default: no limit. */
  maxRunsPerDay?: number | undefined;
  labels?: Record<string, string> | undefined;
  /** More `__ENV` for plain k6 scripts. Never a secret: every user of the machine can read it. */
  env?: Record<string, string> | undefined;
}

export interface MaintenanceConfig {
  /** Default: every target. */
  target?: string | undefined;
  reason: string;
  /** ISO 8601 with an offset, such as `"2026-01-31T22:00:00Z"`; with `to`. Either these or `cron` and `duration`. */
  from?: string | undefined;
  to?: string | undefined;
  /** When it begins, again and again. */
  cron?: string | undefined;
  timeZone?: string | undefined;
  duration?: Duration | undefined;
}

/** How `sonde load` puts load on targets. */
export interface LoadConfig {
  /** Iterations per second of all journeys together, for which 1 stands in a profile. `--rate` wins. Default: 5. */
  rate?: number | undefined;
  /** What no run may exceed, whatever a profile or `--rate` says. Default: 50 a second, 500 VUs, 1,000,000 iterations, 4 h. */
  ceiling?:
    | {
        ratePerS?: number | undefined;
        vus?: number | undefined;
        iterations?: number | undefined;
        duration?: Duration | undefined;
      }
    | undefined;
  /** More profiles, and others in the place of those that Sonde brings along. */
  profiles?: Record<string, LoadProfileConfig> | undefined;
  /** What must hold. Default: of all that is called at most 1 % fails, and the 95th percentiles of steps keep their budgets. */
  gates?: LoadGateConfig[] | undefined;
  /** What runs when the command names nothing: a probe, or a journey that comes with Sonde, to its weight: `{ chat: 1 }`. */
  mix?: Record<string, number> | undefined;
  /**
   * Accounts of which each VU takes one: a CSV file whose first line names the secrets (`email,password`), or so many addresses with
   * `{n}` in them, from 1, that have the target's password. Default: all use the target's own account.
   */
  users?: string | { count: number; email: string } | undefined;
}

export interface LoadProfileConfig {
  purpose?: string | undefined;
  /** Multiple of the rate from which the first stage goes on. Default: 0. */
  from?: number | undefined;
  /** In a straight line to a multiple of the rate; over `"0s"` is a jump. */
  stages: { to: number; over: Duration }[];
  /** How long a user rests after an iteration: always so long, or evenly between the two. Default: not at all. */
  thinkTime?: Duration | [Duration, Duration] | undefined;
  /** How long iterations under way may go on at the end. Default: 30 s. */
  gracefulStop?: Duration | undefined;
  /** Its own caps, under the ceiling. */
  limits?: LoadConfig["ceiling"];
  /** Ends when a gate breaks, and tells the rate up to which all were kept. Default: false. */
  untilBroken?: boolean | undefined;
}

/** One or more measures of a step, a journey, or all together. `"baseline"` for any: no worse than the run that `--baseline` names. */
export interface LoadGateConfig {
  /** Default: all journeys together. */
  journey?: string | undefined;
  /** Default: the journey as a whole. */
  step?: string | undefined;
  p50?: Duration | undefined;
  p95?: Duration | undefined;
  p99?: Duration | undefined;
  /** Share that may fail: 0.01 is one in a hundred. */
  errorRate?: number | "baseline" | undefined;
  /** Share of checks that must pass. */
  checks?: number | "baseline" | undefined;
  /** Iterations of a journey or occurrences of a step, per second. */
  throughput?: number | "baseline" | undefined;
}

/** What `sonde.config.ts` exports. `SONDE_*` variables win over what stands here. */
export interface SondeConfig {
  /** The target of probes that name none. `--target` and `SONDE_TARGET` win. */
  target?: string | undefined;
  targets: Record<string, TargetConfig>;
  probes: ProbeConfig[];
  /** Times that are measured and do not change a state. */
  maintenance?: MaintenanceConfig[] | undefined;
  /** How many k6 processes may run at once. Default: 8. */
  concurrency?: number | undefined;
  /** Where this worker stands: a tag on all it measures. `SONDE_LOCATION` wins. Default: the host's name. */
  location?: string | undefined;
  /** Without a URL nothing is delivered. `SONDE_INFLUX_*` win. */
  influx?:
    | {
        url?: string | Variable | undefined;
        database?: string | Variable | undefined;
        username?: Variable | undefined;
        password?: Variable | undefined;
        /** Of one request. Default: 10 s. */
        timeout?: Duration | undefined;
        /** How long InfluxDB keeps points: `"90d"`, or `"INF"` for ever. */
        retention?: { raw?: string | undefined; rollups?: string | undefined } | undefined;
      }
    | undefined;
  store?:
    | {
        /** From the folder of the configuration. `SONDE_STORE` wins. Default: `.sonde/sonde.db`. */
        path?: string | undefined;
        /** Runs older than this are removed. Default: 30 days. */
        retention?: Duration | undefined;
        /** Such as `"1GB"`; the oldest runs go beyond it. */
        maxSize?: string | undefined;
        /** Limit of what waits for InfluxDB. Default: `"256MB"`. */
        maxOutbox?: string | undefined;
      }
    | undefined;
  /** More InfluxDB series than this is a mistake in the configuration. Default: 100,000. */
  maxSeries?: number | undefined;
  /** `host:port` outside the target: when it cannot be reached either, our own network is at fault. `SONDE_CANARY` wins. */
  canary?: string | undefined;
  load?: LoadConfig | undefined;
  /** Health and metrics. Default: 127.0.0.1:4610. `SONDE_WEB_PORT` wins. */
  web?: { host?: string | undefined; port?: number | undefined } | undefined;
}

/** Gives an editor the types of a configuration; it is validated when it is loaded. */
export function defineConfig(config: SondeConfig): SondeConfig {
  return config;
}
