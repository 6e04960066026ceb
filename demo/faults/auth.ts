import { frontText } from "../http/answer.ts";
import type { Issuer } from "../platform/tokens.ts";
import type { Fault } from "./fault.ts";

const clockAheadMs = 600_000;

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
  "old-signing-key": {
    says: "Sign-in works, but the auth service signs with the key of yesterday: the backend answers 401 to its tokens.",
  },
  "clock-skew": {
    says: "Sign-in works, but the auth service's clock is ten minutes ahead: the backend answers 401 to its tokens.",
    begin: () => ({
      async http({ service }, next) {
        const answer = await next();
        if (service !== "auth" || answer.from !== "application") return answer;
        const date = new Date(Date.now() + clockAheadMs).toUTCString();
        return { ...answer, headers: { ...answer.headers, date } };
      },
    }),
  },
} as const satisfies Record<string, Fault>;

/** How the auth service signs while these faults are on. */
export function issuerWith(faults: readonly string[]): Partial<Issuer> {
  const isOn = (name: keyof typeof authFaults) => faults.includes(name);
  return {
    ...(isOn("old-signing-key") && { key: "yesterday" }),
    ...(isOn("clock-skew") && { clockAheadMs }),
  };
}
