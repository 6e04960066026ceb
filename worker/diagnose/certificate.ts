import { isIP } from "node:net";
import { type TLSSocket, connect } from "node:tls";
import type { Clock } from "../kit/clock.ts";
import { askSocket } from "./ask-socket.ts";

const dayMs = 86_400_000;

/**
 * Whole days until the certificate ends that the host of an https URL shows; negative when it ended. It need not verify: only its
 * date is read, nothing is sent. `null` when none was shown within `timeoutMs`. Never rejects.
 */
export async function daysLeft(url: string, clock: Clock, timeoutMs: number): Promise<number | null> {
  const { protocol, hostname = "", port } = URL.parse(url) ?? {};
  if (protocol !== "https:") return null;
  const host = hostname.replace(/^\[(.+)\]$/, "$1");
  const endsMs = await askSocket({
    connect: () => connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...nameFor(host) }),
    opened: "secureConnect",
    answer: endOf,
    otherwise: null,
    timeoutMs,
  });
  return endsMs === null ? null : Math.floor((endsMs - clock.now()) / dayMs);
}

/** A host with several certificates has to know which is meant; addresses are not allowed there (RFC 6066). */
function nameFor(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

function endOf(socket: TLSSocket): number | null {
  return socket.getPeerX509Certificate()?.validToDate.getTime() ?? null;
}
