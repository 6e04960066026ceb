import { type CommonOptions, configured, problemsExit } from "./configuration.ts";
import { k6Path } from "./instruments.ts";
import { prepareFor } from "./journeys.ts";

/** Validates the configuration and every journey it names; all problems at once. Returns the exit code. */
export async function check(options: CommonOptions): Promise<number> {
  const { config, file } = await configured(options);
  const { journeys, problems } = await prepareFor(config, file, k6Path());
  if (problems.length > 0) throw problemsExit(problems);
  console.log(`${file} is fine: ${config.probes.length} probes, ${journeys.size} journeys, target ${config.target}.`);
  return 0;
}
