import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { notFound, routes } from "./endpoints/routes.ts";
import type { Answer } from "./http/answer.ts";
import { bodyLimit } from "./http/body.ts";
import { type Call, callOf } from "./http/call.ts";
import { refuseMalformed } from "./http/malformed.ts";
import { answerTo } from "./http/refusal.ts";
import { answerHttp } from "./platform/front.ts";
import { headersOf } from "./platform/headers.ts";
import type { Platform } from "./platform/platform.ts";
import type { Route } from "./platform/route.ts";

/** The HTTP side of the platform: every request goes to its front. */
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

  const through = (routeOf: (call: Call) => Route) => async (request: FastifyRequest, reply: FastifyReply) => {
    const body = typeof request.body === "string" ? request.body : "";
    const call = callOf(request.method, request.url, request.headers, body);
    return send(reply, await answerHttp(platform, call, routeOf(call)), request);
  };
  for (const route of routes) app.route({ method: route.method, url: route.path, handler: through(() => route) });
  app.setNotFoundHandler(through(notFound));
  app.setErrorHandler((error, request, reply) => send(reply, answerTo(error), request));
  return app;
}

function send(reply: FastifyReply, answer: Answer, { headers }: FastifyRequest): FastifyReply {
  return reply.code(answer.status).headers(headersOf(answer, headers)).send(answer.body);
}
