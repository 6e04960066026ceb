import { defineConfig } from "vitest/config";

const e2e = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["{worker,probes,demo,scripts}/**/*.test.ts"], testTimeout: 20_000 } },
      { test: { name: "e2e", include: ["test/*.test.ts"], ...e2e } },
      { test: { name: "long", include: ["test/long/*.test.ts"], ...e2e, testTimeout: 3_600_000 } },
    ],
  },
});
