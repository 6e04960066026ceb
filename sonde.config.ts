import { defineConfig } from "sonde";

export default defineConfig({
  target: "demo",
  targets: {
    /** The stand-in for a platform that `npm start` brings along. Its account is no secret to anybody. */
    demo: {
      // `npm run load` may put load on it.
      load: true,
      urls: { api: { env: "SONDE_DEMO_URL", default: "http://127.0.0.1:4620" } },
      secrets: {
        email: { env: "SONDE_DEMO_EMAIL", default: "probe@demo.example" },
        password: { env: "SONDE_DEMO_PASSWORD", default: "demo-probe-password" },
      },
    },
    /** Yours. Every variable can also be `NAME_FILE`, the path of a file that holds the value. */
    staging: {
      // May `sonde load` put load on it? load: true,
      urls: { api: { env: "STAGING_API_URL" }, auth: { env: "STAGING_AUTH_URL" }, ws: { env: "STAGING_WS_URL" } },
      secrets: { email: { env: "STAGING_EMAIL" }, password: { env: "STAGING_PASSWORD" } },
      // Its answers call things otherwise? paths: { dashboard: "/v2/dashboard" }, fields: { token: "data.jwt" },
      // An identity proxy in front of it? secrets: { …, "proxy-token": { env: "STAGING_PROXY_TOKEN" } },
      // headers: { "Proxy-Authorization": { secret: "proxy-token" } },
    },
  },
  /** `npm run load`: 5 iterations a second in the profiles smoke, average and release, of which a quarter are whole first visits. */
  load: { rate: 5, ceiling: { ratePerS: 50, vus: 500 }, mix: { dashboard: 3, "first-time-user": 1 } },
  probes: [
    { name: "health", journey: "probes/health.ts", every: "30s", timeout: "20s" },
    { name: "auth", journey: "probes/auth.ts", every: "60s", timeout: "30s" },
    { name: "dashboard", journey: "probes/dashboard.ts", every: "60s", timeout: "45s" },
    { name: "websocket", journey: "probes/websocket.ts", every: "60s", timeout: "45s" },
    // What follows asks the LLM, and costs tokens: some 430 questions a day together. The limits leave room for confirmations.
    // Asks three ways, over HTTP, as a stream and over the WebSocket: 288 questions a day.
    { name: "chat", journey: "probes/chat.ts", every: "15m", timeout: "3m", maxRunsPerDay: 150 },
    // Signs a throw-away user up, who asks one question, and removes the account again: 96 a day.
    { name: "first-time-user", journey: "probes/first-time-user.ts", every: "15m", timeout: "2m", maxRunsPerDay: 150 },
    // The same, and judges the answer as the user would: 48 a day.
    { name: "value-delivery", journey: "probes/value-delivery.ts", every: "30m", timeout: "2m", maxRunsPerDay: 80 },
    // One question a day, and 20 minutes in which nothing else is measured, so that the platform can scale to zero before (UTC).
    // A run that confirms would meet the instance that the first one started: one run decides.
    {
      name: "cold-start",
      journey: "probes/cold-start.ts",
      cron: "0 4 * * *",
      quiet: "20m",
      timeout: "2m",
      confirm: 1,
      recover: 1,
      maxRunsPerDay: 24,
    },
  ],
});
