import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { routes } from "../endpoints/routes.ts";
import type { Platform } from "../platform/platform.ts";
import type { Answer } from "./answer.ts";
import { bodyLimit } from "./body.ts";
import { type Call, callOf } from "./call.ts";
import { headersOf } from "./headers.ts";
import { refuseMalformed } from "./malformed.ts";
import { Refusal, answerTo } from "./refusal.ts";

type Endpoint = (call: Call, platform: Platform) => Answer | Promise<Answer>;

/** The HTTP side of the platform. Every request passes the faults, which may answer in place of the endpoint. */
export function createApp(platform: Platform): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    // Others ask for h2c, which a server that does not speak it is to ignore.
    http: { shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket" },
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) => void send(reply, answerTo(error), request),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

  const through = (endpoint: Endpoint) => async (request: FastifyRequest, reply: FastifyReply) => {
    const body = typeof request.body === "string" ? request.body : "";
    const call = callOf(request.method, request.url, request.headers, body);
    const answer = await platform.faults.http(call, async () => guarded(endpoint, call, platform));
    return send(reply, answer, request);
  };
  for (const { method, path, endpoint } of routes) app.route({ method, url: path, handler: through(endpoint) });
  app.setNotFoundHandler(through(() => answerTo(new Refusal(404, "Not Found"))));
  app.setErrorHandler((error, request, reply) => send(reply, answerTo(error), request));
  return app;
}

/** Faults see the answer that the endpoint's own refusal leads to. */
async function guarded(endpoint: Endpoint, call: Call, platform: Platform): Promise<Answer> {
  try {
    return await endpoint(call, platform);
  } catch (thrown) {
    return answerTo(thrown);
  }
}

function send(reply: FastifyReply, answer: Answer, { headers }: FastifyRequest): FastifyReply {
  return reply.code(answer.status).headers(headersOf(answer, headers)).send(answer.body);
}
