import type { Fault } from "./fault.ts";

export const websocketFaults = {
  "websocket-silent": {
    says: "The WebSocket opens, and then nothing: no greeting, no pong, no events, no answer to a close.",
    begin: () => ({
      async upgrade(_call, next) {
        const upgrade = await next();
        return upgrade.kind === "accept" ? { kind: "mute" } : upgrade;
      },
    }),
  },
} as const satisfies Record<string, Fault>;
