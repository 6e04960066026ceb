import type { OutputSink } from "./executor.ts";
import { readLines } from "./lines.ts";
import type { K6Process } from "./spawn.ts";
import type { Ending } from "./supervise.ts";

/**
 * Hands k6's output to a sink until it is over. More than `maxBytes` of it, or a sink that throws, stops the run: nothing is read
 * from then on. `journeyEnded` is called once.
 */
export async function readOutputs(
  k6: K6Process,
  sink: OutputSink,
  maxBytes: number,
  stop: (why: Ending) => void,
  journeyEnded: () => void,
): Promise<void> {
  let bytes = 0;
  let givenUp = false;
  let ended = false;
  const giveUp = (detail: string) => {
    givenUp = true;
    stop({ kind: "kill", by: "output", detail });
  };
  const accept = (more: number) => {
    bytes += more;
    if (!givenUp && bytes > maxBytes) giveUp(`k6 wrote more than ${maxBytes} bytes; the rest was not read`);
    return !givenUp;
  };
  const handTo = (take: (line: string) => void) => (line: string) => {
    if (givenUp) return;
    try {
      take(line);
    } catch (error) {
      giveUp(`k6's output could not be interpreted: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const sample = (line: string) => {
    if (sink.sample(line) !== "ended" || ended) return;
    ended = true;
    journeyEnded();
  };
  await Promise.all([
    readLines(k6.stdout, accept, handTo(sample)),
    readLines(
      k6.stderr,
      accept,
      handTo((line) => sink.log(line)),
    ),
  ]);
}
