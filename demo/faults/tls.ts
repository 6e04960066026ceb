import type { Fault } from "./fault.ts";

export const tlsFaults = {
  "tls-expired": {
    says: "The TLS certificate ended three days ago. Only where the demo speaks TLS (--tls-port): plain HTTP goes on.",
  },
} as const satisfies Record<string, Fault>;

/** Which certificate is shown while these faults are on. */
export function certificateWith(faults: readonly string[]): "valid" | "expired" {
  return faults.includes("tls-expired" satisfies keyof typeof tlsFaults) ? "expired" : "valid";
}
