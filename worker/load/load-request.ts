import type { LoadLimits, LoadProfile, MixEntry } from "../contract/load.ts";
import type { Problem } from "../contract/problem.ts";

export interface LoadRequest {
  profile: LoadProfile;
  /** The journeys and their weights. */
  mix: readonly MixEntry[];
  /** Iterations per second for which 1 stands in the profile. */
  ratePerS: number;
  /** What the configuration allows at most, whatever the profile says. */
  ceiling: LoadLimits;
  /** The file to edit when something is wrong. */
  file: string;
}

/** Says what is wrong, where it stands. */
export type Report = (problem: Omit<Problem, "file" | "paste"> & { paste?: string | null }) => void;
