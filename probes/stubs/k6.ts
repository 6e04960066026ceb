import { take } from "./samples.ts";

/** Like k6's own: refuses async checks, takes one sample each. */
export function check<T>(subject: T, checks: Record<string, (subject: T) => boolean>, tags: Record<string, string>): boolean {
  const results = Object.entries(checks).map(([name, test]) => {
    const passed = test(subject);
    take("checks", passed ? 1 : 0, { ...tags, check: name });
    return passed;
  });
  return results.every(Boolean);
}

/** Nobody waits. */
export function sleep(_seconds: number): void {
  return undefined;
}
