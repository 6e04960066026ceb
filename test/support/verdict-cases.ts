import type { Blame, Outcome, Verdict } from "../../worker/contract/words.ts";

/** One way a run can end: `test/fixtures/scripts/NAME.js` and what must be made of it. */
export interface VerdictCase {
  name: string;
  /** Completes "…, and the verdict is". */
  title: string;
  verdict: Verdict;
  blame: Blame | null;
  /** `null`: there must be no cause. */
  cause: RegExp | null;
  failedStep: string | null;
  steps: Record<string, Outcome>;
  setting: Setting;
}

/** How the run is made, where it is not the usual way. */
export interface Setting {
  timeoutMs?: number;
  maxMemoryBytes?: number;
  /** What `execute` runs instead of k6. */
  k6?: "cut" | "flood" | "missing" | "not-executable";
  /** Sent to k6 once it asked for `/hang`. */
  signal?: "SIGKILL" | "SIGTERM";
  /** Whether an address outside the target could be reached. */
  canaryReached?: boolean;
  budgets?: Record<string, number>;
  /** Where k6 may not connect to. */
  blockedRanges?: string[];
}

type Said = [verdict: Verdict, blame: Blame | null, cause: RegExp | null, failedStep?: string | null];

function when(name: string, title: string, said: Said, steps: Record<string, Outcome> = {}, setting: Setting = {}): VerdictCase {
  const [verdict, blame, cause, failedStep = null] = said;
  return { name, title, verdict, blame, cause, failedStep, steps, setting };
}

const ok = "GET {server}/ok";
const passed: Record<string, Outcome> = { [ok]: "passed" };
const up: Said = ["up", null, null];

const megabytes = 1_048_576;

/** `{server}` in names stands for host and port of the case server. */
export const verdictCases: readonly VerdictCase[] = [
  // k6 missing, killed by a signal, output cap
  when("k6-missing", "k6 is missing", ["error", "worker", /could not be started.*no-such-k6.*ENOENT/], {}, { k6: "missing" }),
  when(
    "k6-not-executable",
    "k6 is a file that cannot be executed",
    ["error", "worker", /could not be started.*EACCES/],
    {},
    { k6: "not-executable" },
  ),
  when("killed", "k6 is killed from outside", ["error", "worker", /ended by SIGKILL from outside/], passed, {
    signal: "SIGKILL",
  }),
  when("terminated", "k6 is told to stop from outside", ["error", "worker", /aborted from outside/], passed, {
    signal: "SIGTERM",
  }),
  when("output-flood", "k6 writes 100 MB", ["error", "worker", /more than 67108864 bytes/], {}, { k6: "flood" }),
  when("output-cut", "the output stops in the middle of a line", ["error", "worker", /could not be read: 1$/], passed, {
    k6: "cut",
  }),

  // no response from the target, nor from the canary
  when(
    "own-network",
    "neither the target nor the canary answers",
    ["error", "network", /neither the target nor the canary/],
    { "GET 127.0.0.1:1/": "failed" },
    { canaryReached: false },
  ),

  // DNS, TCP, TLS or the WebSocket failed
  when(
    "connection-refused",
    "a connection is refused",
    ["down", "network", /^GET 127.0.0.1:1\/: dial: connection refused$/, "GET 127.0.0.1:1/"],
    { "GET 127.0.0.1:1/": "failed" },
    { canaryReached: true },
  ),
  when("unknown-host", "a host has no address", ["down", "network", /lookup|no such host/, "GET sonde.invalid/"], {
    "GET sonde.invalid/": "failed",
  }),
  when(
    "redirect-to-metadata",
    "the target redirects to the cloud's metadata address",
    ["down", "network", /blacklisted/, "GET 169.254.169.254/latest/meta-data/"],
    { "GET {server}/to-metadata": "passed", "GET 169.254.169.254/latest/meta-data/": "failed" },
    { blockedRanges: ["169.254.0.0/16"], canaryReached: true },
  ),
  when("tls-failed", "TLS cannot be established", ["down", "network", /tls|x509|handshake/i, ok], { [ok]: "failed" }),
  when("websocket-refused", "a WebSocket is refused", ["down", "network", /^WS 127.0.0.1:1\/ws: refused/, "WS 127.0.0.1:1/ws"], {
    "WS 127.0.0.1:1/ws": "failed",
  }),
  when(
    "journey-socket-refused",
    "a step of the kit reports a refused socket",
    ["down", "network", /^websocket: dial tcp .* connection refused$/, "websocket"],
    { "sign-in": "passed", websocket: "failed" },
  ),

  // a failed check or step, fail(), exec.test.fail(), whatever came after
  when(
    "failed-check",
    "a check failed",
    ["down", "target", /^GET \S+\/down: check "[^"]+" failed: GET \S+\/down answered 503$/, "GET {server}/down"],
    {
      "GET {server}/down": "failed",
    },
  ),
  when(
    "failed-check-then-exception",
    "a check failed and then the script threw",
    ["down", "target", /not-json answered 200$/, "GET {server}/not-json"],
    { "GET {server}/not-json": "failed" },
  ),
  when(
    "failed-check-then-abort",
    "a check failed and then the script aborted",
    ["down", "target", /^GET \S+\/down: check "[^"]+" failed: GET \S+\/down answered 503$/, "GET {server}/down"],
    { "GET {server}/down": "failed" },
  ),
  when(
    "websocket-rejected",
    "a check says that a WebSocket was rejected",
    ["down", "target", /answered 403$/, "WS {server}/forbidden"],
    { "WS {server}/forbidden": "failed" },
  ),
  when("fail", "the script called fail()", ["down", "target", /^no luck \(fail.js:7\)$/], passed),
  when("fail-async", "an async function called fail()", ["down", "target", /^no luck \(fail-async.js:7\)$/], passed),
  when("test-fail", "the script called exec.test.fail()", ["down", "target", /^marked bad$/], passed),
  when("journey-blocked", "a step failed and another needs it", ["down", "target", /^sign-in: .*answered 503$/, "sign-in"], {
    "sign-in": "failed",
    dashboard: "blocked",
    health: "passed",
  }),

  // an exception after a response with status 0 or >= 500
  when(
    "exception-after-503",
    "the script threw after a 503",
    ["down", "target", /answered 503, then cannot parse json/, "GET {server}/down"],
    { "GET {server}/down": "failed" },
  ),
  when("exception-in-setup-after-503", "setup() threw after a 503", ["down", "target", /down answered 503, then/, "setup"], {
    setup: "failed",
  }),
  when(
    "exception-after-silence",
    "the script threw after a request without an answer",
    ["down", "target", /answered request timeout, then/, "GET {server}/hang"],
    { "GET {server}/hang": "failed" },
  ),
  when(
    "journey-exception-after-503",
    "a step of the kit threw after a 503",
    ["down", "target", /^sign-in: .*answered 503, then SyntaxError: no JSON/, "sign-in"],
    { "sign-in": "failed" },
  ),

  // cut off after a step had started
  when(
    "journey-timeout",
    "a run timed out in a step",
    ["down", "target", /^chat: did not end within [\d.]+ m?s: the run timed out after 1.5 s$/, "chat"],
    { "sign-in": "passed", chat: "failed" },
    { timeoutMs: 1_500 },
  ),
  when(
    "journey-endless-body",
    "a step's answer has no end",
    ["down", "target", /^chat: did not end within .*over its memory limit/, "chat"],
    { "sign-in": "passed", chat: "failed" },
    { maxMemoryBytes: 200 * megabytes },
  ),

  // cut off with nothing to show what was waited for
  when("timeout", "a plain script timed out", ["error", "script", /timed out after 1.2 s, with nothing to show/], passed, {
    timeoutMs: 1_200,
  }),
  when("endless-body", "a plain script's answer has no end", ["error", "script", /memory limit.*with nothing to show/], passed, {
    maxMemoryBytes: 200 * megabytes,
  }),

  // uncaught exception, test.abort(), bad script
  when("exception", "the script threw", ["error", "script", /^Error: boom \(exception.js:7\)$/], passed),
  when("exception-after-200", "the script threw after a good answer", ["error", "script", /cannot parse json/], {
    "GET {server}/not-json": "passed",
  }),
  when("exception-in-setup", "setup() threw", ["error", "script", /boom in setup/]),
  when("exception-in-teardown", "teardown() threw", ["error", "script", /boom in teardown/], passed),
  when("exception-in-init", "the script threw while it was loaded", ["error", "script", /boom in init/]),
  when(
    "rejected-promise",
    "nobody caught a rejected promise",
    ["error", "script", /nobody caught me \(rejected-promise.js:7\)/],
    passed,
  ),
  when("abort", "the script called test.abort()", ["error", "script", /^test.abort\(\): give up \(abort.js:8\)$/], passed),
  when("abort-in-init", "the script called test.abort() while it was loaded", ["error", "script", /give up at once/]),
  when("setup-timeout", "setup() took too long", ["error", "script", /setup\(\) took longer than its setupTimeout/]),
  when(
    "journey-exception",
    "a step of the kit threw",
    ["error", "script", /^sign-in: TypeError: token is undefined/, "sign-in"],
    {
      "sign-in": "failed",
    },
  ),
  when("journey-exception-outside-steps", "a journey threw between its steps", ["error", "script", /boom between steps/], {
    "sign-in": "passed",
  }),

  // ended, but no request, no check, or a declared step not reached
  when("no-requests", "a script does nothing", ["no-data", "script", /no request/]),
  when("checks-without-requests", "a script checks and asks nobody", ["no-data", "script", /no request/], {
    "outside steps": "passed",
  }),
  when("no-checks", "a script checks nothing", ["no-data", "script", /no check/], passed),
  when("threshold-without-samples", "a threshold never saw a sample", ["no-data", "script", /threshold on first_answer/], passed),
  when(
    "journey-step-not-reached",
    "a declared step was not reached",
    ["no-data", "script", /^chat: the run ended first$/, "chat"],
    {
      "sign-in": "passed",
      chat: "not-reached",
    },
  ),

  when(
    "journey-without-network",
    "every step passed, and no answer came over the network",
    ["no-data", "script", /^no answer came over the network \(requests: 1\)/],
    { "sign-in": "passed" },
  ),

  // over a budget, a limit or a threshold
  when("threshold-crossed", "a threshold was crossed", ["degraded", "target", /^threshold crossed: http_req_duration$/], passed),
  when(
    "journey-over-budget",
    "a step is over its declared budget",
    ["degraded", "target", /^sign-in: took 250 ms, budget 200 ms$/, "sign-in"],
    { "sign-in": "degraded" },
  ),
  when(
    "journey-over-limit",
    "a measure of a step is over its declared limit",
    ["degraded", "target", /^sign-in: first_answer_ms took 6\.2 s, limit 5\.0 s$/, "sign-in"],
    { "sign-in": "degraded" },
  ),
  when(
    "journey-over-journey-budget",
    "the whole journey is over its declared budget",
    ["degraded", "target", /^the journey took 3\d\d ms, budget 100 ms$/],
    { "sign-in": "passed" },
  ),
  when(
    "request-over-budget",
    "a request is over its configured budget",
    ["degraded", "target", /took 3\d\d ms, budget 100 ms$/, "GET {server}/slow"],
    { "GET {server}/slow": "degraded" },
    { budgets: { "GET {server}/slow": 100 } },
  ),

  // everything passed
  when("clean", "everything passed", up, passed),
  when("counter-threshold-without-samples", "a counter with a threshold counted nothing", up, passed),
  when("console-error", "the script wrote to its console what k6 writes of an exception", up, passed),
  when("handle-summary", "the script prints a summary", up, passed),
  when("websocket", "a WebSocket works", up, { "WS {server}/echo": "passed" }),
  when("step-tags", "steps come from `step` tags", up, { home: "passed", search: "passed" }),
  when("groups", "steps come from groups", up, { "shop / cart": "passed", shop: "passed" }),
  when("request-names", "steps come from request names, without queries", up, { [ok]: "passed", "POST /item/{id}": "passed" }),
  when("scenarios", "several scenarios ran at once", up, { "GET /article": "passed", "PUT /article": "passed" }),
  when("journey", "every step of a journey passed", up, { "sign-in": "passed" }),
  when("journey-tried-again", "a step tried again until it passed: refused, unanswered, 503, then 200", up, {
    "sign-in": "passed",
  }),
  when(
    "journey-hanging-after-end",
    "a socket holds k6 after the journey's end, beyond its time-out",
    up,
    { websocket: "passed" },
    {
      timeoutMs: 1_000,
    },
  ),
];
