import { closest } from "fastest-levenshtein";
import { DemoError } from "../demo-error.ts";
import type { Fault } from "./fault.ts";

/** The faults of these names in a catalogue, each once. Throws one `DemoError` about all names that it has not. */
export function findFaults(catalogue: ReadonlyMap<string, Fault>, names: readonly string[]): Map<string, Fault> {
  const found = new Map<string, Fault>();
  const problems: string[] = [];
  for (const name of new Set(names)) {
    const fault = catalogue.get(name);
    if (fault) found.set(name, fault);
    else problems.push(`No fault is named ${JSON.stringify(name)}: did you mean ${closest(name, [...catalogue.keys()])}?`);
  }
  if (problems.length > 0) throw new DemoError([...problems, `The faults are ${[...catalogue.keys()].join(", ")}.`].join("\n"));
  return found;
}
