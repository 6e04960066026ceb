import type { Fault } from "./fault.ts";

export const chatFaults = {
  "chat-empty": {
    says: "Chat answers 200, and the reply is empty.",
    begin: () => ({ reply: () => ({ content: "", recommendations: [] }) }),
  },
} as const satisfies Record<string, Fault>;
