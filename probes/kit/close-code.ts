/** Names of RFC 6455, section 7.4.1, and the registry after it. */
const names: Record<number, string> = {
  1000: "normal closure",
  1001: "going away",
  1002: "protocol error",
  1003: "unsupported data",
  1005: "no status",
  1006: "connection dropped",
  1007: "invalid data",
  1008: "policy violation",
  1009: "message too big",
  1010: "missing extension",
  1011: "internal error",
  1012: "service restart",
  1013: "try again later",
  1014: "bad gateway",
  1015: "TLS handshake failed",
  3000: "unauthorized",
  3003: "forbidden",
  3008: "timeout",
};

/**
 * `closed with 1008 policy violation: token expired`, `closed with 4001 (the application's own code)`; a connection that ended without a
 * close frame was dropped.
 */
export function describeClose(code: number, reason: string): string {
  if (code === 1006 || code === 0) return `connection dropped without a close frame${reason ? `: ${reason}` : ""}`;
  return `closed with ${code} ${names[code] ?? kindOf(code)}${reason ? `: ${reason}` : ""}`;
}

/** By the ranges of RFC 6455, section 7.4.2. */
function kindOf(code: number): string {
  if (code >= 4_000 && code < 5_000) return "(the application's own code)";
  if (code >= 3_000 && code < 4_000) return "(a registered code)";
  return code >= 1_000 && code < 3_000 ? "(reserved by the protocol)" : "(no code of the protocol)";
}
