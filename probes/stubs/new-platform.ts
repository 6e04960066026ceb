import { type SentRequest, type StubResponse, json, plain, respondWith } from "./http.ts";
import { WebSocket } from "./websockets.ts";

interface Account {
  id: string;
  email: string;
  password: string;
  preferences: { tutorial_mode: boolean; notifications: { cost_alerts: boolean } };
}

/** `METHOD /path` to what is answered instead; `undefined`: what is always answered. */
export type Changes = Record<string, (request: SentRequest) => StubResponse | undefined>;

export const healthyReply = {
  content: `Welcome! You can reduce what your AI workloads cost in three steps, and none of them makes the answers worse. ${"The bill of the month is the best place to begin with, and then the prompts. ".repeat(2)}`,
  recommendations: [
    "Use a smaller model for simple tasks.",
    "Cache the prompts that are sent again.",
    "Set a budget for each of the teams.",
  ],
};

export const healthyEvents = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];

/** A platform that people can sign up to; it remembers them, and only them. */
export interface NewPlatform {
  accounts: Map<string, Account>;
  /** Of the socket. */
  greeting: (userId: string) => object;
  /** What comes over the socket for a question. */
  said: object[];
}

export function newPlatform(changes: Changes = {}, accounts: readonly { email: string; password: string }[] = []): NewPlatform {
  const reply = { type: "agent_response", ...healthyReply };
  const platform: NewPlatform = {
    accounts: new Map(),
    greeting: (userId) => ({ type: "connected", user_id: userId }),
    said: [...healthyEvents.map((type) => ({ type })), reply],
  };
  for (const { email, password } of accounts) add(platform, email, password);
  respondWith((request) => {
    const route = `${request.method} ${request.url.replace(/^http:\/\/[^/]+/, "")}`;
    return changes[route]?.(request) ?? routes[route]?.(request, platform) ?? plain(404, "no such path");
  });
  WebSocket.opened = (socket) => serve(socket, platform);
  return platform;
}

function add({ accounts }: NewPlatform, email: string, password: string): Account {
  const preferences = { tutorial_mode: true, notifications: { cost_alerts: true } };
  const account = { id: `u-${accounts.size + 1}`, email, password, preferences };
  accounts.set(email, account);
  return account;
}

const tokenOf = ({ email }: Account) => `token-of-${email}`;
const bodyOf = ({ body }: SentRequest) => JSON.parse(body ?? "{}") as Record<string, string>;
const unauthorized = json(401, { detail: "Not authenticated" });
const profileOf = ({ preferences }: Account) => json(200, { preferences });

type Route = (request: SentRequest, platform: NewPlatform) => StubResponse;

/** Of somebody with a good token. */
function ofUser(answer: (account: Account, platform: NewPlatform, request: SentRequest) => StubResponse): Route {
  return (request, platform) => {
    const token = request.params.headers["Authorization"]?.replace("Bearer ", "");
    const account = [...platform.accounts.values()].find((known) => tokenOf(known) === token);
    return account ? answer(account, platform, request) : unauthorized;
  };
}

const routes: Record<string, Route> = {
  "POST /auth/signup": (request, platform) => {
    const { email = "", password = "" } = bodyOf(request);
    const { id } = add(platform, email, password);
    return json(201, { user_id: id, email });
  },
  "POST /auth/login": (request, { accounts }) => {
    const { email = "", password } = bodyOf(request);
    const account = accounts.get(email);
    if (account?.password !== password || !account) return json(401, { detail: "Wrong e-mail address or password." });
    return json(200, { access_token: tokenOf(account), user: { id: account.id, email } });
  },
  "GET /auth/me": ofUser(({ id, email }) => json(200, { id, email })),
  "DELETE /auth/me": ofUser(({ email }, { accounts }) => {
    accounts.delete(email);
    return { ...json(204, null), body: "" };
  }),
  "GET /api/dashboard": ofUser(({ id }) =>
    json(200, { user: { id }, threads: [], features: [], generated_at: new Date().toISOString() }),
  ),
  "POST /api/chat": ofUser(() => json(200, { thread_id: "t", reply: healthyReply })),
  "GET /api/profile": ofUser(profileOf),
  "PUT /api/profile": ofUser((account, _platform, { body }) => {
    const { preferences } = JSON.parse(body ?? "") as Pick<Account, "preferences">;
    account.preferences = preferences;
    return profileOf(account);
  }),
};

function serve(socket: WebSocket, platform: NewPlatform): void {
  const say = (message: object) => socket.play("message", { data: JSON.stringify(message) });
  const token = new URL(socket.url).searchParams.get("token");
  const account = [...platform.accounts.values()].find((known) => tokenOf(known) === token);
  socket.onClose = () => socket.play("close", { code: 1000 });
  socket.onSend = () => platform.said.forEach(say);
  socket.play("open");
  say(platform.greeting(account?.id ?? "nobody"));
}
