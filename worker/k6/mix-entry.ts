/** A journey of a mix. */
export interface MixedJourney {
  /** Absolute path of its source. */
  file: string;
  /** Name of the function that a scenario calls (`exec`). */
  exec: string;
}

/** Milliseconds that a user rests after an iteration, evenly between the two. */
export interface ThinkTime {
  min: number;
  max: number;
}

/**
 * The source of a k6 script that exports every journey of a mix under its `exec` name, with these options. Tags of a journey's own
 * options stay as they are; its thresholds, scenarios, setup and teardown have no place in a mix.
 */
export function mixEntry(
  journeys: readonly MixedJourney[],
  options: Readonly<Record<string, unknown>>,
  think: ThinkTime,
): string {
  const imports = journeys.map(({ file }, at) => `import * as journey${at} from ${JSON.stringify(file)};`);
  const rests = think.max > 0;
  const functions = journeys.map(({ exec }, at) =>
    rests
      ? `export async function ${exec}() {\n  try {\n    await journey${at}.default();\n  } finally {\n    sleep(${restingSeconds(think)});\n  }\n}`
      : `export const ${exec} = journey${at}.default;`,
  );
  return [
    ...(rests ? ['import { sleep } from "k6";'] : []),
    ...imports,
    "",
    `export const options = { systemTags: ${JSON.stringify(systemTags)}, ...${JSON.stringify(options, null, 2)} };`,
    "",
    ...functions,
    "",
  ].join("\n");
}

/** What a load run reads. Every tag more is more to write and to read with each of thousands of samples a second. */
const systemTags = ["name", "method", "status", "error", "error_code", "check", "group", "scenario", "expected_response"];

function restingSeconds({ min, max }: ThinkTime): string {
  return `${min / 1_000} + Math.random() * ${(max - min) / 1_000}`;
}
