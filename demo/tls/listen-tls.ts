import type { Server } from "node:http";
import type { Socket } from "node:net";
import { type TLSSocket, createServer } from "node:tls";
import { listenToo, reachable } from "../listen.ts";
import type { Certificates } from "./certificates.ts";

export interface TlsListener {
  /** `https://localhost:PORT`, without a trailing slash. */
  url: string;
  /** Shows this certificate from now on; connections that have seen another are ended. */
  show(certificate: "valid" | "expired"): void;
  close(): Promise<void>;
}

const handshakeMs = 10_000;

/**
 * Speaks TLS in front of a server of plain HTTP, which serves what comes through as it serves its own: requests, sockets and limits
 * are the same. Rejects with `DemoError` when the address cannot be had.
 */
export async function listenTls(server: Server, host: string, port: number, certificates: Certificates): Promise<TlsListener> {
  const open = new Set<Socket>();
  const tls = createServer({ ...certificates.valid, ALPNProtocols: ["http/1.1"], handshakeTimeout: handshakeMs });
  tls.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  tls.on("secureConnection", (socket: TLSSocket) => server.emit("connection", socket));
  // A client that does not trust the certificate says so by ending the handshake: node has closed the connection already.
  tls.on("tlsClientError", () => undefined);
  const taken = await listenToo(tls, host, port, "choose another with --tls-port");
  let shown: "valid" | "expired" = "valid";
  const hangUp = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `https://${nameOf(host)}:${taken}`,
    show(certificate) {
      if (certificate === shown) return;
      shown = certificate;
      tls.setSecureContext(certificates[certificate]);
      hangUp();
    },
    close: () =>
      new Promise((resolve) => {
        tls.close(() => resolve());
        hangUp();
      }),
  };
}

/** Addresses that the certificate has to name for whoever listens there. */
export function addressesAt(host: string): string[] {
  return [...new Set(["127.0.0.1", "::1", ...(nameOf(host) === "localhost" ? [] : [host])])];
}

/** People know this machine by its name, where the name leads to what listens. */
function nameOf(host: string): string {
  return ["127.0.0.1", "::1", "0.0.0.0", "::"].includes(host) ? "localhost" : reachable(host);
}
