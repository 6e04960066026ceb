import { type StepEnd, markers } from "../contract/markers.ts";
import type { LoadSample } from "./line-sample.ts";

/** A fixed instant, at the start of a window. */
export const startMs = Date.UTC(2026, 0, 1);

type Given = Partial<Omit<LoadSample, "tags">> & { afterMs?: number };

/** A sample, for tests. */
export function sample(metric: string, tags: Record<string, string> = {}, { afterMs = 0, ...given }: Given = {}): LoadSample {
  const all = { group: "", scenario: "chat", ...tags };
  return { metric, atMs: startMs + afterMs, value: 1, tags: all, document: null, ...given };
}

export function stepEnd(step: string, end: Partial<StepEnd> = {}, afterMs = 0): LoadSample {
  const { durationMs = 100 } = end;
  return sample(markers.stepEnded, { step }, { afterMs, value: durationMs, document: JSON.stringify(endOf(step, end)) });
}

export const stepStart = (step: string, afterMs = 0) => sample(markers.stepStarted, { step }, { afterMs });

export function request(tags: Record<string, string> = {}, value = 50, afterMs = 0): LoadSample {
  const given = { method: "GET", name: "GET /x", status: "200", expected_response: "true", ...tags };
  return sample("http_req_duration", given, { value, afterMs });
}

export function check(name: string, passed: boolean, tags: Record<string, string> = {}, observed?: string): LoadSample {
  const document = observed === undefined ? null : JSON.stringify({ observed });
  return sample("checks", { check: name, ...tags }, { value: passed ? 1 : 0, document });
}

function endOf(step: string, given: Partial<StepEnd>): StepEnd {
  return {
    step,
    outcome: "passed",
    durationMs: 100,
    reason: null,
    exception: null,
    network: null,
    evidence: {},
    measures: {},
    bytesReceived: null,
    revision: null,
    contact: null,
    ...given,
  };
}
