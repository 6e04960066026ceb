import { frontText } from "../http/answer.ts";
import type { Fault } from "./fault.ts";

export const authFaults = {
  "auth-down": {
    says: "Nobody can sign in or sign up: the auth service answers 503; who has a token can go on.",
    begin: (pace) => ({
      async http({ service }, next) {
        if (service !== "auth") return next();
        await pace.between(20, 60);
        return frontText(503, "no healthy upstream");
      },
    }),
  },
} as const satisfies Record<string, Fault>;
