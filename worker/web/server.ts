import { type FastifyInstance, fastify } from "fastify";
import { isHostAllowed } from "./host.ts";
import type { Metrics } from "./metrics.ts";

export interface WebOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  metrics: Pick<Metrics, "text" | "contentType">;
  /** Why the worker is not ready, one sentence each; none: it is ready. */
  readiness: () => readonly string[];
}

export interface Web {
  /** Base URL, with the port that was taken. */
  url: string;
  close(): Promise<void>;
}

/** The address could not be had; the message says what to change. */
export class WebError extends Error {
  override readonly name = "WebError";
}

/** Serves `/healthz`, `/readyz` and `/metrics`. Rejects with `WebError` when the address cannot be had. */
export async function startWeb({ host, port, metrics, readiness }: WebOptions): Promise<Web> {
  const app = fastify({ logger: false, bodyLimit: 16_384, requestTimeout: 10_000, forceCloseConnections: true });
  const startedMs = performance.now();

  app.addHook("onRequest", (request, reply, next) => {
    if (isHostAllowed(request.headers.host, host)) next();
    else void reply.code(403).send({ status: "refused", reasons: ["the Host header does not name this machine's own address"] });
  });
  app.get("/healthz", () => ({
    status: "alive",
    pid: process.pid,
    uptimeSeconds: Math.round((performance.now() - startedMs) / 1_000),
  }));
  app.get("/readyz", (_request, reply) => {
    const reasons = readiness();
    return reply.code(reasons.length === 0 ? 200 : 503).send({ status: reasons.length === 0 ? "ready" : "not ready", reasons });
  });
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));

  await listen(app, host, port);
  return { url: app.listeningOrigin, close: () => app.close() };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    throw new WebError(`The status server cannot listen on ${host}:${port}: ${reasonOf(code)}.`, { cause: error });
  }
}

function reasonOf(code: unknown): string {
  const remedy = "set SONDE_WEB_PORT, or web.port in sonde.config.ts";
  if (code === "EADDRINUSE") return `another program, perhaps another Sonde, has that port. Stop it, or ${remedy}, to a free one`;
  if (code === "EACCES") return `this user may not have that port. For another one, ${remedy}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return "this machine has no such address. Correct web.host in sonde.config.ts";
  return `${String(code)}. For another port, ${remedy}`;
}
