import { type CommonOptions, configFile, load, problemsExit } from "./configuration.ts";
import { k6Path } from "./k6-path.ts";
import { wantedJourneys } from "./load-mix.ts";
import { prepareFor } from "./journeys.ts";
import { quietLines } from "./quiet-lines.ts";
import { seriesLine } from "./series-line.ts";

/** Validates the configuration and every journey it names; all problems at once. Returns the exit code. */
export async function check(options: CommonOptions): Promise<number> {
  const file = configFile(options);
  const loaded = await load(options);
  const config = loaded.ok ? loaded.config : loaded.partial;
  const prepared = config ? await prepareFor(config, file, k6Path()) : { journeys: new Map(), problems: [] };
  const hasMix = config !== null && Object.keys(config.load.mix).length > 0;
  const mix = hasMix ? wantedJourneys([], config, file).problems : [];
  const problems = [...(loaded.ok ? [] : loaded.problems), ...prepared.problems, ...mix];
  if (problems.length > 0 || config === null) throw problemsExit(problems);
  console.log(`${file} is fine: ${config.probes.length} probes, ${prepared.journeys.size} journeys, target ${config.target}.`);
  console.log(seriesLine(config, prepared.journeys));
  for (const line of quietLines(config, Date.now())) console.log(line);
  return 0;
}
