import { defineConfig } from "sonde";

export default defineConfig({
  target: "demo",
  targets: {
    /** The stand-in for a platform that `npm start` brings along. Its account is no secret to anybody. */
    demo: {
      urls: { api: { env: "SONDE_DEMO_URL", default: "http://127.0.0.1:4620" } },
      secrets: {
        email: { env: "SONDE_DEMO_EMAIL", default: "probe@demo.example" },
        password: { env: "SONDE_DEMO_PASSWORD", default: "demo-probe-password" },
      },
    },
    /** Yours. Every variable can also be `NAME_FILE`, the path of a file that holds the value. */
    staging: {
      urls: { api: { env: "STAGING_API_URL" }, auth: { env: "STAGING_AUTH_URL" }, ws: { env: "STAGING_WS_URL" } },
      secrets: { email: { env: "STAGING_EMAIL" }, password: { env: "STAGING_PASSWORD" } },
      // An identity proxy in front of it? secrets: { …, "proxy-token": { env: "STAGING_PROXY_TOKEN" } },
      // headers: { "Proxy-Authorization": { secret: "proxy-token" } },
    },
  },
  probes: [
    { name: "health", journey: "probes/health.ts", every: "30s", timeout: "20s" },
    { name: "auth", journey: "probes/auth.ts", every: "60s", timeout: "30s" },
    { name: "dashboard", journey: "probes/dashboard.ts", every: "60s", timeout: "45s" },
    { name: "websocket", journey: "probes/websocket.ts", every: "60s", timeout: "45s" },
    // Costs LLM tokens: 288 runs a day, and room for confirmations.
    { name: "chat", journey: "probes/chat.ts", every: "5m", timeout: "90s", maxRunsPerDay: 400 },
  ],
});
