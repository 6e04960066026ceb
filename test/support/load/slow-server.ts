import { once } from "node:events";
import { createServer } from "node:http";
import type { Random } from "../../../worker/load/random.ts";

/** A server that answers as servers do: most requests near the median, a few much later. */
export interface SlowServer {
  url: string;
  /** Every latency from now on is this many times what it would be. */
  slowDown(factor: number): void;
  close(): void;
}

const medianMs = 50;
/** Of the logarithm: the 95th percentile is at 2.3 times the median, the 99th at 3.2 times. */
const sigma = 0.5;

export async function startSlowServer(random: Random): Promise<SlowServer> {
  let factor = 1;
  const server = createServer((_request, response) => {
    setTimeout(() => response.end('{"item":1}'), medianMs * factor * Math.exp(sigma * normal(random)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    slowDown: (times) => (factor = times),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
