import { once } from "node:events";
import { type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the probes of the chaos tests run against. */
export interface ChaosTarget {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** How often a path was asked for so far. */
  asked(path: string): number;
  close(): Promise<void>;
}

/** Longer than a k6 may live on after its worker was killed and another one was started. */
const lingerMs = 20_000;

/** Answers in a row of the same kind: enough for a failure, and then a recovery, to be confirmed. */
const streak = 4;

export async function startChaosTarget(): Promise<ChaosTarget> {
  const counts = new Map<string, number>();
  const asked = (path: string) => counts.get(path) ?? 0;
  const answers: Record<string, (response: ServerResponse) => void> = {
    "/ok": (response) => void response.end("fine"),
    "/down": (response) => void response.writeHead(503).end("<html>down</html>"),
    "/flap": (response) => void response.writeHead(Math.floor(asked("/flap") / streak) % 2 === 0 ? 200 : 503).end(),
    "/linger": (response) => void setTimeout(() => response.end("at last"), lingerMs).unref(),
    "/slow": (response) => void setTimeout(() => response.end("slow"), 100 + ((asked("/slow") * 137) % 500)),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    counts.set(path, asked(path) + 1);
    const answer = answers[path] ?? (() => void response.writeHead(404).end());
    answer(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
