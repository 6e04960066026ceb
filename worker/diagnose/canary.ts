import { connect } from "node:net";
import { askSocket } from "./ask-socket.ts";

/**
 * Whether a TCP connection to `host:port` or `[v6]:port` can be made within `timeoutMs`, the look-up of its name included. No
 * when the address is none. Never rejects.
 */
export function reach(address: string, timeoutMs: number): Promise<boolean> {
  const [, v6, name, port] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(address) ?? [];
  const host = v6 ?? name;
  if (host === undefined) return Promise.resolve(false);
  return askSocket({
    connect: () => connect({ host, port: Number(port) }),
    opened: "connect",
    answer: () => true,
    otherwise: false,
    timeoutMs,
  });
}
