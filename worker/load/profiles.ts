import type { LoadLimits, LoadProfile, LoadStage } from "../contract/load.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const hold = (target: number, durationMs: number): LoadStage => ({ target, durationMs });
const ramp = hold;

const limits: LoadLimits = { ratePerS: 1_000, vus: 1_000, iterations: 200_000, durationMs: hour };
const none = { min: 0, max: 0 };
const people = { min: 500, max: 1_500 };
const usual = { startTarget: 0, thinkTimeMs: none, gracefulStopMs: 30 * second, limits, endsAtBrokenGate: false };

/**
 * What load runs usually are. 1 is the configured rate: what the target bears on a normal day. Iterations arrive at their rate whether
 * the target keeps up or not (an open model): a slow target gets more users at once and not less load, so that what nobody could begin
 * shows as dropped iterations instead of hiding in the figures (coordinated omission). Profiles that are compared with earlier runs have
 * no think time and one long stage at the same rate.
 */
export const defaultProfiles: readonly LoadProfile[] = [
  {
    ...usual,
    name: "smoke",
    purpose: "Shows in a minute that the journeys work under several users at once.",
    startTarget: 0.1,
    stages: [hold(0.1, minute)],
    gracefulStopMs: 10 * second,
    limits: { ...limits, iterations: 1_000, durationMs: 5 * minute },
  },
  {
    ...usual,
    name: "average",
    purpose: "The load of a normal day.",
    stages: [ramp(1, minute), hold(1, 8 * minute), ramp(0, 30 * second)],
    thinkTimeMs: people,
  },
  {
    ...usual,
    name: "release",
    purpose: "The same load before every release, long enough to tell a slow-down of 15 % from noise.",
    stages: [ramp(1, 30 * second), hold(1, 5 * minute), ramp(0, 15 * second)],
  },
  {
    ...usual,
    name: "stress",
    purpose: "More than a normal day, in stages: what gives way first?",
    stages: [
      ramp(1, minute),
      hold(1, 3 * minute),
      ramp(1.5, 30 * second),
      hold(1.5, 3 * minute),
      ramp(2, 30 * second),
      hold(2, 3 * minute),
      ramp(0, minute),
    ],
    thinkTimeMs: people,
  },
  {
    ...usual,
    name: "spike",
    purpose: "Five times the load within seconds, and whether the target comes back from it.",
    stages: [
      ramp(1, 30 * second),
      hold(1, minute),
      ramp(5, 10 * second),
      hold(5, minute),
      ramp(1, 10 * second),
      hold(1, 2 * minute),
    ],
    thinkTimeMs: people,
  },
  {
    ...usual,
    name: "soak",
    purpose: "Hours at the load of a normal day: what leaks, fills up or expires.",
    stages: [ramp(1, 2 * minute), hold(1, 4 * hour), ramp(0, minute)],
    thinkTimeMs: people,
    limits: { ...limits, iterations: 2_000_000, durationMs: 12 * hour },
  },
  {
    ...usual,
    name: "breakpoint",
    purpose: "Ever more load until a gate breaks: how much does the target bear?",
    startTarget: 0.1,
    stages: [ramp(10, 20 * minute)],
    gracefulStopMs: 10 * second,
    limits: { ...limits, vus: 2_000, iterations: 1_000_000 },
    endsAtBrokenGate: true,
  },
];
