import { markerMetadata } from "../../worker/contract/markers.ts";
import { metadata } from "./vu.ts";

/** What k6 would have written as one line of its JSON output. */
export interface Sample {
  metric: string;
  value: number;
  tags: Record<string, string>;
  /** The parsed document of the kit; `null`: none. */
  document: unknown;
}

let taken: Sample[] = [];

export function take(metric: string, value: number, tags: Record<string, string> = {}): void {
  const text = metadata[markerMetadata]?.trim();
  taken.push({ metric, value, tags, document: text ? JSON.parse(text) : null });
}

/** All samples taken since the last call. */
export function takenSamples(): Sample[] {
  const samples = taken;
  taken = [];
  return samples;
}
