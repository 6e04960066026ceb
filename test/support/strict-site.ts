import { randomUUID } from "node:crypto";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export const account = { user: "site-user", password: "site pass/word+1" };
const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString("base64")}`;

/** A site of forms and cookies that gives other values to each visit, and answers 4xx to whoever does not send them back. */
export async function startStrictSite() {
  const visits = new Map<string, { csrf: string; id: number; ticket: string }>();

  const answers: Record<string, (request: IncomingMessage, response: ServerResponse, body: string) => void> = {
    "GET /start": (_request, response) => {
      const session = randomUUID();
      const visit = { csrf: randomUUID(), id: 10_000 + visits.size * 7, ticket: `ticket-${randomUUID()}` };
      visits.set(session, visit);
      response.setHeader("Set-Cookie", `sid=${session}; Path=/; HttpOnly`).setHeader("X-CSRF-Token", visit.csrf);
      answer(response, 200, { hello: true });
    },
    "POST /login": (request, response, body) => {
      const visit = visitOf(request);
      const form = new URLSearchParams(body);
      const isRight = form.get("username") === account.user && form.get("password") === account.password;
      if (!visit || !isRight || request.headers["x-csrf-token"] !== visit.csrf) return answer(response, 403, {});
      answer(response, 201, { user: { id: visit.id }, ticket: visit.ticket });
    },
    "GET /items": (request, response) => {
      const visit = visitOf(request);
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://site");
      const isRight = pathname === `/items/${visit?.id}` && searchParams.get("ticket_token") === visit?.ticket;
      answer(response, isRight && request.headers.authorization === authorization ? 200 : 404, {});
    },
  };

  function visitOf(request: IncomingMessage) {
    return visits.get(/sid=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "");
  }

  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const path = /^\/\w+/.exec(request.url ?? "")?.[0] ?? "";
      const found = answers[`${request.method} ${path}`];
      if (found) found(request, response, body);
      else answer(response, 404, {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}
