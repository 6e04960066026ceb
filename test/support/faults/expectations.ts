/** The journeys that every fault is played against. */
export const journeyNames = [
  "health",
  "auth",
  "dashboard",
  "chat",
  "websocket",
  "first-time-user",
  "cold-start",
  "value-delivery",
] as const;
export type JourneyName = (typeof journeyNames)[number];

/** What a journey has to report: its verdict, the step at fault (or some of which one is), and what its cause has to name. */
export interface Expected {
  verdict: "down" | "degraded";
  step: string | readonly string[];
  cause: RegExp;
}

export interface Expectation {
  /** Journeys that notice; all others have to be up. */
  reports: Partial<Record<JourneyName, Expected | undefined>>;
  /** Of those, the ones that may as well be up: what they meet depends on the instant. At least one journey has to notice. */
  open?: readonly JourneyName[];
  /** Of the demo; default 0.1. Slow faults are played in real time, because budgets are real. */
  timeScale?: number;
}

type Reports = Expectation["reports"];

const down = (step: Expected["step"], cause: RegExp): Expected => ({ verdict: "down", step, cause });
const degraded = (step: Expected["step"], cause: RegExp): Expected => ({ verdict: "degraded", step, cause });

/** Sign-in works, and nothing of the backend does: what `answer` says is what everybody sees. */
function backendGone(answer: RegExp, { health = answer, coldStart }: { health?: RegExp; coldStart?: Expected }): Reports {
  return {
    health: down("api-health", health),
    dashboard: down("dashboard", answer),
    chat: down("chat", answer),
    websocket: down("websocket", answer),
    "first-time-user": down("dashboard", answer),
    "cold-start": coldStart,
    "value-delivery": down("answer", answer),
  };
}

/** Dashboard, chat and WebSocket say the same; health and profile are fine. */
function servicesGone(answer: RegExp): Reports {
  return {
    dashboard: down("dashboard", answer),
    chat: down("chat", answer),
    websocket: down("websocket", answer),
    "first-time-user": down("dashboard", answer),
    "cold-start": down("dashboard", answer),
    "value-delivery": down("answer", answer),
  };
}

/** Sockets open and pong; what needs the database does not answer. */
function databaseGone(answer: RegExp): Reports {
  return {
    dashboard: down("dashboard", answer),
    chat: down("chat", answer),
    "first-time-user": down("dashboard", answer),
    "cold-start": down("ready", /status \(503\) is 200: Core database unavailable/),
    "value-delivery": down("answer", answer),
  };
}

function chatGone(answer: RegExp, overSocket = answer): Reports {
  return {
    chat: down("chat", answer),
    "first-time-user": down("chat", answer),
    "cold-start": down("chat", answer),
    "value-delivery": down("answer", overSocket),
  };
}

/** Nobody gets in: the first step of every journey says so. */
function nobodyIn(
  cause: RegExp,
  given: { signUp?: RegExp; wrongPassword?: RegExp; coldStart: Expected; health: Expected },
): Reports {
  return {
    health: given.health,
    auth: down("wrong-password", given.wrongPassword ?? cause),
    dashboard: down("sign-in", cause),
    chat: down("sign-in", cause),
    websocket: down("sign-in", cause),
    "first-time-user": down("sign-up", given.signUp ?? cause),
    "cold-start": given.coldStart,
    "value-delivery": down("sign-up", given.signUp ?? cause),
  };
}

/** The front's own words when no instance runs; it keeps requests for some seconds before it says so. */
const noInstance = /503.*The request failed because no instance is available/;
const neverLive = down("live", /did not answer 200 within 6 s: tried \d+ times, the last answer was/);
const neverBoots = { reports: backendGone(noInstance, { coldStart: neverLive }) };

const startUpFailed = /Startup failed: DeterministicStartupError: WebSocket manager creation requires valid UserExecutionContext/;
const seedsHealth = /Startup failed: DATABASE_HOST required in staging\/production/;
const expired = /x509: certificate has expired or is not yet valid/;
const unresolved = /lookup.*: no such host/;
const page = /\(text\/html.*We will be right back/;
const starting = /503: Startup not complete|503.*Startup not complete/;
const crashing =
  /50[023]\D.*(?:Startup not complete|no instance is available|upstream connect error|connection termination|Startup in progress)/;
const killed = /50[023]\D.*(?:upstream connect error|Startup not complete|no instance is available)/;
const broken = /500.*Internal Server Error/;

const everySecond = down(["api-health", "dashboard", "chat", "chat-stream", "chat-socket", "websocket"], broken);

/** By the name of the fault. */
export const expectations: Readonly<Record<string, Expectation>> = {
  "database-host-missing": neverBoots,
  "database-password-rejected": neverBoots,
  "secret-missing": neverBoots,
  "worker-never-boots": neverBoots,
  "no-instance": neverBoots,
  "websocket-manager-at-import": {
    reports: backendGone(/503\)?(?: is 200)?: Startup failed/, {
      health: startUpFailed,
      coldStart: down("ready", startUpFailed),
    }),
  },
  "startup-stuck": {
    reports: backendGone(starting, {
      health: /Startup in progress, phase 6 of 21: WebSocket manager, progress 0\.29/,
      coldStart: down("ready", /hung in phase 6 of 21: WebSocket manager for/),
    }),
  },
  starting: {
    reports: backendGone(starting, {
      health: /Startup in progress, phase \d+ of 21: /,
      coldStart: down("ready", /did not become ready within 6 s: hung in phase \d+ of 21: /),
    }),
  },
  "crash-loop": {
    reports: backendGone(crashing, {
      coldStart: down(["live", "ready"], /(?:did not become ready within 6 s: .*phase|did not answer 200 within 6 s)/),
    }),
  },
  "cold-start-30s": {
    timeScale: 1,
    reports: backendGone(starting, { health: /Startup in progress, phase \d+ of 21: / }),
  },
  "redis-misconfigured": { reports: servicesGone(/503.*Session store unavailable: Error 111 connecting to localhost:6379/) },
  "inter-service-rejected": { reports: servicesGone(/503.*Auth service rejected the service token/) },
  "llm-key-missing": { reports: chatGone(/LLM provider is not configured: no API key/) },
  "llm-rate-limited": { reports: chatGone(/LLM provider answered 429: rate limit exceeded/) },
  "llm-slow": {
    timeScale: 1,
    reports: {
      chat: degraded("chat", /took 2\d\.\d s, budget 5\.0 s/),
      "first-time-user": degraded("chat", /took 2\d\.\d s, budget 5\.0 s/),
      "value-delivery": down("answer", /longest gap \(2\d(?:\.\d)? s\) is at most/),
    },
  },
  "memory-leak": {
    reports: {
      health: down("api-health", killed),
      dashboard: down("dashboard", killed),
      chat: down(["chat", "chat-stream", "chat-socket"], killed),
      websocket: down(["websocket", "reconnect", "subprotocol", "wrong-token"], killed),
      "first-time-user": down(["dashboard", "websocket", "chat", "profile", "cross-service"], killed),
      "cold-start": down(["ready", "dashboard", "chat"], killed),
      "value-delivery": down(["answer", "profile"], killed),
    },
    open: journeyNames,
  },
  "database-unreachable": { reports: databaseGone(/Database unavailable: connection timed out/) },
  "pool-exhausted": { reports: databaseGone(/QueuePool limit of size 5 overflow 10 reached, connection timed out/) },
  "stale-dashboard": {
    reports: {
      dashboard: down("dashboard", /generated_at \(2 h 5 m ago\) is fresh/),
      "first-time-user": down("dashboard", /generated_at \(2 h 5 m ago\) is fresh/),
    },
  },
  "gateway-timeout": {
    reports: {
      health: down("api-health", /504 text\/plain "upstream request timeout"/),
      dashboard: down("dashboard", /status \(504\) is 200: upstream request timeout/),
      chat: down(["chat", "chat-socket"], /504.*upstream request timeout|handshake not answered within 5 s/),
      websocket: down("websocket", /handshake not answered within 5 s/),
      "first-time-user": down(["dashboard", "websocket"], /504.*upstream request timeout|handshake not answered within 5 s/),
      "cold-start": down("live", /did not answer 200 within 6 s: tried once, and was not answered \(request timeout\)/),
      "value-delivery": down("answer", /handshake not answered within 5 s/),
    },
  },
  overloaded: {
    timeScale: 1,
    reports: {
      dashboard: degraded("dashboard", /took \d+\.\d s, budget 5\.0 s/),
      chat: degraded("chat", /took \d+\.\d s, budget 5\.0 s/),
      "first-time-user": degraded("dashboard", /took \d+\.\d s, budget 5\.0 s/),
      "value-delivery": degraded("profile", /took \d+\.\d s, budget 3\.0 s/),
    },
  },
  "one-instance-broken": {
    reports: {
      health: everySecond,
      dashboard: everySecond,
      chat: everySecond,
      websocket: down(["websocket", "reconnect", "subprotocol", "wrong-token"], broken),
      "first-time-user": down(["dashboard", "websocket", "chat", "profile", "cross-service"], broken),
      "cold-start": down(["ready", "dashboard", "chat"], broken),
      "value-delivery": down(["answer", "profile"], broken),
    },
    open: journeyNames,
  },
  "backend-503": {
    reports: backendGone(/503\)?.*upstream connect error or disconnect\/reset before headers/, {
      health: seedsHealth,
      coldStart: down("ready", seedsHealth),
    }),
  },
  "dns-failing": {
    reports: nobodyIn(unresolved, { health: down("auth-health", unresolved), coldStart: down("live", unresolved) }),
  },
  "tls-expired": { reports: nobodyIn(expired, { health: down("auth-health", expired), coldStart: down("live", expired) }) },
  "html-error": {
    reports: nobodyIn(page, {
      health: down("auth-health", /health \(200 text\/html.*We will be right back/),
      wrongPassword: /answer \(200: text\/html.*\) is a refusal/,
      coldStart: down("sign-in", page),
    }),
  },
  "auth-down": {
    reports: nobodyIn(/status \(503\) is 200: no healthy upstream/, {
      health: down("auth-health", /health \(503 text\/plain "no healthy upstream"\) is healthy/),
      signUp: /status \(503\) is 201.*: no healthy upstream/,
      wrongPassword: /answer \(503: no healthy upstream\) is a refusal/,
      coldStart: down("sign-in", /did not answer 200 within 6 s: .*503 "no healthy upstream"/),
    }),
  },
  slow: {
    timeScale: 1,
    reports: {
      health: degraded("auth-health", /took [3-9]\.\d s, budget 3\.0 s/),
      auth: degraded("wrong-password", /took [3-9]\.\d s, budget 3\.0 s/),
      dashboard: degraded("sign-in", /took [3-9]\.\d s, budget 3\.0 s/),
      chat: degraded("sign-in", /took [3-9]\.\d s, budget 3\.0 s/),
      websocket: degraded("sign-in", /took [3-9]\.\d s, budget 3\.0 s/),
      "first-time-user": degraded("sign-up", /took [5-9]\.\d s, budget 5\.0 s/),
      "value-delivery": degraded("sign-up", /took [5-9]\.\d s, budget 5\.0 s/),
    },
  },
  "old-signing-key": { reports: servicesGone(/401.*Invalid token: signature verification failed/) },
  "clock-skew": {
    reports: {
      ...servicesGone(/401.*Token used before issued/),
      auth: down("token", /clock \(10 m ahead by date, 10 m ahead by iat\) is within 1 m of ours/),
    },
  },
  "error-in-200": {
    reports: chatGone(
      /answer \(200 with error "InternalServerError: Error code: 500/,
      /answer \(says "Error code: 500"\) is no error/,
    ),
  },
  "chat-empty": {
    reports: chatGone(/reply\.content \(""\) is a text with something in it/, /answer \(empty\) is longer than 200 characters/),
  },
  "websocket-rejected": {
    reports: {
      chat: down("chat-socket", /upgrade answered 403: /),
      websocket: down("websocket", /upgrade answered 403: /),
      "first-time-user": down("websocket", /upgrade answered 403: /),
      "value-delivery": down("answer", /upgrade answered 403: /),
    },
  },
  "websocket-silent": {
    reports: {
      chat: down("chat-socket", /no message within 5 s of connecting/),
      websocket: down("websocket", /no message within 5 s of connecting/),
      "first-time-user": down("websocket", /no message within 5 s of connecting/),
      "value-delivery": down("answer", /no message within 5 s of connecting/),
    },
  },
  "websocket-dropped": {
    reports: {
      chat: down("chat-socket", /dropped without a close frame: .*before that agent_started, agent_thinking, tool_executing/),
      "value-delivery": down(
        "answer",
        /dropped without a close frame: .*before that agent_started, agent_thinking, tool_executing/,
      ),
    },
  },
};
