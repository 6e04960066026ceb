import { type SentRequest, type StubResponse, json, plain, respondWith } from "./http.ts";
import { secrets } from "./perform.ts";
import { WebSocket } from "./websockets.ts";
import { upgradeWith } from "./ws.ts";

export const user = { id: "u-1", email: secrets.email };
export const agentEvents = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];
export const reply = { content: "Use smaller models.", recommendations: ["a", "b", "c"] };

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const nowS = () => Math.floor(Date.now() / 1_000);

/** A token as the platform issues it, with changes; its signature is no real one. */
export function tokenWith(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
  const own = { sub: user.id, email: user.email, iat: nowS(), exp: nowS() + 900 };
  return `${part({ alg: "HS256", typ: "JWT", ...header })}.${part({ ...own, ...claims })}.c2lnbmF0dXJl`;
}

export const token = tokenWith();

export const signedIn = (given = token, headers: Record<string, string> = {}) =>
  json(200, { access_token: given, token_type: "Bearer", expires_in: 900, user }, headers);

/** A body of server-sent events; each is a name, with its data or the reply. */
export function events(...given: (string | [string, unknown])[]): string {
  return given
    .map((each): [string, unknown] => (typeof each === "string" ? [each, each === "message" ? { reply } : {}] : each))
    .map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    .join("");
}

export function stream(body: string): StubResponse {
  return { ...json(200, null), body, headers: { "Content-Type": "text/event-stream" } };
}

const unauthorised = json(401, { detail: "Not authenticated" });

/** What a healthy platform answers, by path. */
const healthy: Record<string, StubResponse> = {
  "/auth/login": signedIn(),
  "/auth/me": json(200, user),
  "/auth/health": json(200, { status: "healthy" }),
  "/health": json(200, { status: "healthy", uptime_seconds: 12.5 }),
  "/api/chat": json(200, { thread_id: "t", reply, agent: "triage" }),
  "/api/chat/stream": stream(events(...agentEvents, "message", "done")),
};

/** Whom a request without a password or token of ours is for. */
function strangersAnswer(path: string, { body, params }: SentRequest): StubResponse | null {
  if (path === "/auth/login") return body?.includes(secrets.password) ? null : json(401, { detail: "Wrong password" });
  return path.startsWith("/api/") && params.headers["Authorization"] === undefined ? unauthorised : null;
}

type Change = StubResponse | ((request: SentRequest) => StubResponse | undefined);

/** Lets a healthy platform answer, but for what is changed: by path, for everybody; or by a function that may leave it. */
export function platform(changes: Record<string, Change> = {}): void {
  respondWith((request) => {
    const path = request.url.replace(/^http:\/\/[^/]+/, "");
    const change = changes[path];
    const changed = typeof change === "function" ? change(request) : change;
    return changed ?? strangersAnswer(path, request) ?? dashboardAt(path) ?? healthy[path] ?? plain(404, "no such path");
  });
}

function dashboardAt(path: string): StubResponse | null {
  const generated_at = new Date().toISOString();
  return path === "/api/dashboard" ? json(200, { user, threads: [{ id: "t" }], features: [], generated_at }) : null;
}

/** How a socket server behaves; by default it is healthy. */
export interface SocketServer {
  greeting?: object | null;
  pong?: (id: string) => object;
  /** What comes for a question. */
  said?: object[];
  /** How who has no good token is met. */
  stranger?: (socket: WebSocket) => void;
  /** The subprotocol it takes up; default: the one that was offered. */
  protocol?: string;
}

/** The agent's events and the reply, as they come over the socket. */
export const conversation: object[] = [...agentEvents.map((type) => ({ type })), { type: "agent_response", ...reply }];

/** Rejects an upgrade with a status, as it is seen when it is asked for once more. */
export function reject(status: number, body = ""): (socket: WebSocket) => void {
  return (socket) => {
    upgradeWith({ status, body, headers: { "Content-Type": "application/json" } });
    socket.play("error", { error: "websocket: bad handshake" });
  };
}

/** Lets a socket server answer, which knows the token it is asked with. */
export function socketServer({
  greeting = { type: "connected", user_id: user.id },
  pong = (id) => ({ type: "pong", id }),
  said = conversation,
  stranger = reject(401, '{"detail":"Invalid token"}'),
  protocol,
}: SocketServer = {}): void {
  WebSocket.opened = (socket) => {
    const offered = typeof socket.protocols === "string" ? socket.protocols : "";
    if (![`?token=${token}`, `jwt.${token}`].some((known) => socket.url.endsWith(known) || offered === known))
      return stranger(socket);
    const say = (message: object) => socket.play("message", { data: JSON.stringify(message) });
    socket.protocol = protocol ?? offered;
    socket.onSend = (text) => {
      const { type, id } = JSON.parse(text) as { type: string; id: string };
      if (type === "ping") say(pong(id));
      else for (const message of said) say(message);
    };
    socket.onClose = () => socket.play("close", { code: 1000 });
    socket.play("open");
    if (greeting !== null) say(greeting);
  };
}
