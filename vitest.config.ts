import { defineConfig } from "vitest/config";

/** Journeys are unit-tested against stubs of the k6 modules. */
const stubs = `${import.meta.dirname}/probes/stubs`;
const alias = [
  { find: /^k6$/, replacement: `${stubs}/k6.ts` },
  { find: /^k6\/(.+)$/, replacement: `${stubs}/$1.ts` },
];

const e2e = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["{worker,dashboards,probes,demo,scripts,bench}/**/*.test.ts"], testTimeout: 20_000 },
      },
      { test: { name: "e2e", include: ["test/*.test.ts"], ...e2e } },
      { test: { name: "long", include: ["test/long/*.test.ts"], ...e2e, testTimeout: 3_600_000 } },
    ],
  },
});
