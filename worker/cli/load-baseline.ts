import { readFileSync } from "node:fs";
import type { LoadRecord } from "../report/load/load-report.ts";
import { readLoadJson } from "../report/load/read-json.ts";
import { messageOf } from "../kit/message-of.ts";
import type { Store } from "../store/open.ts";
import { Exit, exitCodes } from "./exit.ts";

export const lastGood = "last-good";

/** The run that `--baseline last-good|RUN|FILE` means; `null`: there is no good one yet. Throws `Exit`. */
export function baselineOf(
  which: string | undefined,
  { target, profile }: { target: string; profile: string },
  store: Pick<Store, "loads">,
): LoadRecord | null {
  if (which === undefined) return null;
  if (which === lastGood) {
    const good = store.loads.list({ target, profile }, 100).find(({ verdict }) => verdict === "passed");
    return good ? { summary: good, windows: store.loads.windows(good.id) } : null;
  }
  const stored = store.loads.find(which);
  if (stored) return { summary: stored.summary, windows: store.loads.windows(stored.summary.id) };
  let text: string;
  try {
    text = readFileSync(which, "utf8");
  } catch (error) {
    throw new Exit(
      exitCodes.configuration,
      `--baseline ${which} is no load run of this store and no readable file.\nGive last-good, an id that \`sonde load list\` shows, or a JSON report.`,
      { cause: error },
    );
  }
  try {
    return readLoadJson(text);
  } catch (error) {
    throw new Exit(exitCodes.configuration, `--baseline ${which}: ${messageOf(error)}`, { cause: error });
  }
}
