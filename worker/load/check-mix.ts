import type { MixEntry } from "../contract/load.ts";
import type { Report } from "./load-request.ts";

/** What k6 takes for the name of a scenario. */
const scenarioName = /^[0-9a-zA-Z_-]+$/;
const functionName = /^[a-zA-Z_$][\w$]*$/;

/** Says everything that is wrong with a mix. */
export function checkMix(mix: readonly MixEntry[], report: Report): void {
  if (mix.length === 0)
    report({ path: "load.mix", found: "no journey", expected: "at least one journey", paste: "mix: { chat: 1 }" });
  const seen = new Set<string>();
  mix.forEach((entry, at) => {
    const { journey } = entry;
    const path = `load.mix.${journey || at}`;
    if (!scenarioName.test(journey)) {
      const paste = journey.replaceAll(/[^0-9a-zA-Z_-]+/g, "-") || null;
      report({
        path,
        found: JSON.stringify(journey),
        expected: "a name of letters, digits, - and _, as k6 wants it for scenarios",
        paste,
      });
    } else if (seen.has(journey)) {
      report({ path, found: `${journey} twice`, expected: "every journey once, with the sum of its weights" });
    }
    seen.add(journey);
    checkEntry(entry, path, report);
  });
}

function checkEntry({ weight, iterationMs, exec, startMs }: MixEntry, path: string, report: Report): void {
  if (!(weight > 0) || !Number.isFinite(weight))
    report({ path: `${path}.weight`, found: String(weight), expected: "a weight over 0", paste: "weight: 1" });
  if (!(iterationMs > 0) || !Number.isFinite(iterationMs))
    report({
      path: `${path}.iteration`,
      found: `${iterationMs} ms`,
      expected: "how long one iteration takes",
      paste: 'iteration: "3s"',
    });
  if (!(startMs >= 0) || !Number.isFinite(startMs))
    report({ path: `${path}.start`, found: `${startMs} ms`, expected: "a duration", paste: 'start: "0s"' });
  if (exec !== null && !functionName.test(exec))
    report({ path: `${path}.exec`, found: JSON.stringify(exec), expected: "the name of a function that the script exports" });
}
