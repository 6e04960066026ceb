import type { Run } from "../contract/run.ts";
import type { Store } from "../store/open.ts";
import { type CommonOptions, configuredInPart } from "./configuration.ts";
import { openExisting } from "./existing-store.ts";
import { Exit, exitCodes } from "./exit.ts";
import { paintFor } from "./paint.ts";
import { renderRun } from "./run-details.ts";

/** Everything that is known of a run, by its id (or the start of it), or of the last run of a probe. Returns the exit code. */
export async function why(name: string, options: CommonOptions): Promise<number> {
  const config = await configuredInPart(options);
  const store = openExisting(config);
  try {
    const run = find(name, store);
    if (!run) {
      const probes = config.probes.map(({ name }) => name).join(", ");
      throw new Exit(
        exitCodes.configuration,
        `Neither a probe with runs nor a run id starts with ${name}, in ${config.store.path}.\nProbes: ${probes}. \`sonde once ${name}\` makes a run.`,
      );
    }
    console.log(renderRun(run, store.waiting(run.id), paintFor(process.stdout)));
    return 0;
  } finally {
    store.close();
  }
}

function find(name: string, store: Store): Run | null {
  return store.latest(name, null, 1)[0] ?? store.run(name);
}
