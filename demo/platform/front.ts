import { type Answer, frontText } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { answerTo } from "../http/refusal.ts";
import { traceIdOf } from "../http/trace.ts";
import { answerOf, upgradeOf } from "./application.ts";
import { type Instance, InstanceGone } from "./instance.ts";
import type { Pace } from "./pace.ts";
import type { Platform } from "./platform.ts";
import type { AuthRoute, Route } from "./route.ts";
import { type Upgrade, refuse } from "./upgrade.ts";

const upstreamMs = 60_000;

/** What the front says when a service does not. */
const noInstance = frontText(503, "The request failed because no instance is available.");
const full = frontText(429, "Rate exceeded.");
const late = frontText(504, "upstream request timeout");
const reset = frontText(503, "upstream connect error or disconnect/reset before headers. reset reason: connection termination");

/** The way of a request through the platform: the front, which may answer by itself, then the service that it is for. */
export async function answerHttp(platform: Platform, call: Call, route: Route): Promise<Answer> {
  const startedMs = performance.now();
  const answer = await platform.faults.http(call, async () => {
    if (route.service === "auth")
      return withHeaders(await atAuth(platform, call, route), revisionOf(platform.backend.revision()));
    const served = await atBackend(platform, "requests", (instance) => answerOf(instance, platform, call, route));
    if (served.kind === "own") return served.answer;
    if (typeof served.made.body !== "string") served.instance.stream(served.made.body);
    return withHeaders(served.made, served.headers);
  });
  note(platform, call, answer, startedMs);
  return answer;
}

/** What became of a request for a WebSocket. `instance` is the one to be held by the socket, `headers` go onto its handshake. */
export interface Upgraded {
  upgrade: Upgrade;
  instance: Instance | null;
  headers: Record<string, string>;
}

/** The way of a request for a WebSocket. `admit` is asked once there is an instance to talk to. */
export async function answerUpgrade(platform: Platform, call: Call, admit: () => Upgrade): Promise<Upgraded> {
  const startedMs = performance.now();
  let upgraded: Omit<Upgraded, "upgrade"> = { instance: null, headers: {} };
  const upgrade = await platform.faults.upgrade(call, async () => {
    const served = await atBackend(platform, "sockets", (instance) => upgradeOf(instance, platform, call, admit));
    if (served.kind === "own") return refuse(served.answer);
    upgraded = { instance: served.instance, headers: served.headers };
    return served.made.kind === "refuse" ? refuse(withHeaders(served.made.answer, served.headers)) : served.made;
  });
  const answer =
    upgrade.kind === "refuse" ? upgrade.answer : { from: "application" as const, status: 101, headers: upgraded.headers };
  note(platform, call, answer, startedMs);
  return { upgrade, ...upgraded };
}

async function atAuth(platform: Platform, call: Call, route: AuthRoute): Promise<Answer> {
  try {
    return await route.endpoint(call, platform);
  } catch (thrown) {
    return answerTo(thrown);
  }
}

type Served<T> = { kind: "own"; answer: Answer } | { kind: "made"; made: T; instance: Instance; headers: Record<string, string> };

async function atBackend<T>(
  platform: Platform,
  kind: "requests" | "sockets",
  work: (instance: Instance) => Promise<T>,
): Promise<Served<T>> {
  try {
    return await inTime<Served<T>>(platform.pace, { kind: "own", answer: late }, async (signal) => {
      const taken = await platform.backend.take(kind);
      if (taken.kind !== "instance") return { kind: "own", answer: taken.kind === "full" ? full : noInstance };
      const { instance, isCold } = taken;
      const made = await instance.serve(() => work(instance), signal);
      const headers = { ...revisionOf(instance.revision), ...(isCold && { "x-cold-start": "true" }) };
      return { kind: "made", made, instance, headers };
    });
  } catch (thrown) {
    if (thrown instanceof InstanceGone) return { kind: "own", answer: reset };
    throw thrown;
  }
}

/** What comes of work, or `tooLate` when it takes too long; who works is told that nobody waits any more. */
function inTime<T>(pace: Pace, tooLate: T, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const waiting = new AbortController();
  return new Promise((resolve, reject) => {
    const callOff = pace.after(upstreamMs, () => {
      waiting.abort();
      resolve(tooLate);
    });
    work(waiting.signal).then(resolve, reject).finally(callOff);
  });
}

function revisionOf(revision: string): Record<string, string> {
  return { "x-revision": revision };
}

function withHeaders(answer: Answer, headers: Record<string, string>): Answer {
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

/** The request, as the platform's own log has it. */
function note({ log, backend }: Platform, call: Call, { from, status, headers }: Omit<Answer, "body">, startedMs: number): void {
  const { method, path } = call;
  log.write({
    severity: status < 400 ? "INFO" : status < 500 ? "WARNING" : "ERROR",
    service: from === "front" ? "front" : call.service,
    revision: headers["x-revision"] ?? backend.revision(),
    traceId: traceIdOf(call.headers["traceparent"]),
    message: `${method} ${path} ${status}`,
    method,
    path,
    status,
    ms: Math.round(performance.now() - startedMs),
  });
}
