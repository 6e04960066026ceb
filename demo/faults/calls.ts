import { demoAccount } from "../server.ts";
import type { Visitor } from "../visitor.ts";

export const question = { message: "Optimise cost, please.", thread_id: "t" };

const calls: readonly [method: string, path: string, body?: object][] = [
  ["POST", "/auth/login", demoAccount],
  ["GET", "/auth/me"],
  ["GET", "/auth/health"],
  ["GET", "/health"],
  ["GET", "/health/live"],
  ["GET", "/health/ready"],
  ["GET", "/api/dashboard"],
  ["POST", "/api/chat", question],
  ["POST", "/api/chat/stream", question],
  ["GET", "/api/profile"],
];

/** Every call and its status, also of the request for a WebSocket, for tests; `token` is from before the fault. */
export async function statuses({ ask, socket }: Visitor, token: string): Promise<Record<string, number>> {
  const { ws, rejected } = socket(`/ws?token=${token}`);
  const opened = new Promise<number>((resolve) => ws.once("open", () => resolve(101)));
  const answers = await Promise.all([
    ...calls.map(async ([method, path, body]) => {
      const { status } = await ask(method, path, { token, ...(body && { body }) });
      return [`${method} ${path}`, status] as const;
    }),
    Promise.race([opened, rejected.then(({ status }) => status)]).then((status) => ["/ws", status] as const),
  ]);
  if (ws.readyState === ws.OPEN) ws.terminate();
  return Object.fromEntries(answers);
}

/** Of a platform without a fault. */
export const fine: Readonly<Record<string, number>> = {
  ...Object.fromEntries(calls.map(([method, path]) => [`${method} ${path}`, 200])),
  "/ws": 101,
};
