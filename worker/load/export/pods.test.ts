import { expect, test } from "vitest";
import type { LoadProfile } from "../../contract/load.ts";
import { k8sName } from "./k8s-name.ts";
import { peakRate, podsFor } from "./pods.ts";

const pod = { ratePerS: 100, vus: 50 };

test.each([
  ["a small load", { ratePerS: 1, vus: 5 }, 1],
  ["more rate than a pod makes", { ratePerS: 250, vus: 50 }, 3],
  ["more VUs than a pod holds", { ratePerS: 10, vus: 101 }, 3],
  ["fewer VUs than pods", { ratePerS: 1_000, vus: 2 }, 2],
  ["nothing", { ratePerS: 0, vus: 0 }, 1],
])("%s has as many pods as it needs", (_name, load, pods) => {
  expect(podsFor(load, pod)).toBe(pods);
});

test.each([
  [1_000, 60],
  [45, 45],
])("the highest rate is that of the highest stage, within %s per second", (ratePerS, peak) => {
  const profile: LoadProfile = {
    name: "spike",
    purpose: "",
    startTarget: 0.5,
    stages: [
      { target: 3, durationMs: 1_000 },
      { target: 1, durationMs: 1_000 },
    ],
    thinkTimeMs: { min: 0, max: 0 },
    gracefulStopMs: 0,
    limits: { ratePerS, vus: 10, iterations: 10, durationMs: 10 },
    endsAtBrokenGate: false,
  };
  expect(peakRate(profile, 20)).toBe(peak);
});

test.each([
  [["sonde", "release", "staging"], "sonde-release-staging"],
  [["Sonde", "My Profile!", "EU_West"], "sonde-my-profile-eu-west"],
  [["7", "äöü"], "load"],
  [["sonde", "x".repeat(80)], `sonde-${"x".repeat(44)}`],
])("%j make a name that Kubernetes takes", (words, name) => {
  expect(k8sName(...words)).toBe(name);
});
