import { frontPage } from "../http/answer.ts";
import { refuse } from "../platform/upgrade.ts";
import type { Fault } from "./fault.ts";

const page = frontPage(
  200,
  `<!doctype html>
<html lang="en">
  <head><title>We will be right back</title></head>
  <body><h1>We will be right back</h1><p>The service is being updated. Please try again in a few minutes.</p></body>
</html>
`,
);

/** Milliseconds that are put on top of what an endpoint takes; of all others `elsewhere`. */
const delays: Record<string, readonly [minMs: number, maxMs: number]> = {
  "/auth/signup": [5_500, 6_500],
  "/api/dashboard": [5_500, 7_500],
  "/api/chat": [5_500, 8_500],
  "/api/chat/stream": [5_500, 8_500],
};
const elsewhere = [3_200, 4_200] as const;

/** What steps in at the front, or on the way to it. */
export const frontFaults = {
  "dns-failing": {
    says: "The name of the platform has no address. The demo cannot break that: point Sonde at http://sonde-demo.invalid.",
    target: "http://sonde-demo.invalid",
  },
  slow: {
    says: "Everything works, and everything takes far too long.",
    begin: (pace) => ({
      async http({ path }, next) {
        await pace.between(...(delays[path] ?? elsewhere));
        return next();
      },
      async upgrade(_call, next) {
        await pace.between(800, 1_200);
        return next();
      },
      async say(message) {
        await pace.between(2_600, 3_400);
        return [message];
      },
    }),
  },
  "html-error": {
    says: "Every page and every call answers 200 with the same HTML page; no WebSocket opens.",
    begin: () => ({ http: () => Promise.resolve(page), upgrade: () => Promise.resolve(refuse(page)) }),
  },
} as const satisfies Record<string, Fault>;
