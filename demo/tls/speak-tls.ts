import type { Server } from "node:http";
import { writeCaFile } from "./ca-file.ts";
import { addressesAt, listenTls } from "./listen-tls.ts";

export interface Tls {
  url: string;
  /** Path of the authority's certificate. */
  caFile: string;
  /** Which certificate whoever connects from now on is shown. */
  show(certificate: "valid" | "expired"): void;
  close(): Promise<void>;
}

/** Makes certificates and speaks TLS in front of `server`. Rejects with `DemoError` when the port or the file cannot be had. */
export async function speakTls(server: Server, host: string, port: number, caFile?: string): Promise<Tls> {
  // Loaded only for who wants TLS: it takes as long as all the rest of the demo.
  const { makeCertificates } = await import("./certificates.ts");
  const certificates = await makeCertificates(addressesAt(host), Date.now());
  const listener = await listenTls(server, host, port, certificates);
  try {
    const { path, remove } = writeCaFile(certificates.ca, caFile);
    return {
      url: listener.url,
      caFile: path,
      show: (certificate) => listener.show(certificate),
      async close() {
        remove();
        await listener.close();
      },
    };
  } catch (thrown) {
    await listener.close();
    throw thrown;
  }
}
