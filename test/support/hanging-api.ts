import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A backend that takes every request and answers none, so that a journey hangs in the first step that asks it. */
export async function startHangingApi() {
  const asked = Promise.withResolvers<void>();
  const server = createServer(() => asked.resolve()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Resolves with the first request. */
    asked: asked.promise,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
