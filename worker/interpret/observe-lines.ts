import type { Observed } from "../contract/observed.ts";
import { type Expectations, createInterpreter } from "./interpreter.ts";

interface Lines {
  samples?: readonly string[];
  logs?: readonly string[];
}

/** What is observed of lines of k6's output, as of a journey of the kit, for tests. */
export function observeLines({ samples = [], logs = [] }: Lines, given: Partial<Expectations> = {}): Observed {
  const interpreter = createInterpreter({
    endsAtMarker: true,
    thresholds: [],
    learnSecret: () => undefined,
    noteLeftover: () => undefined,
    ...given,
  });
  for (const line of logs) interpreter.log(line);
  for (const line of samples) interpreter.sample(line);
  return interpreter.finish();
}
