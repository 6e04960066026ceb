import type { Readable } from "node:stream";
import { messageOf } from "../kit/message-of.ts";
import type { LoadSink } from "./load-job.ts";

/** Hands k6's samples on until their pipe is closed; while the sink is busy, the pipe waits. A sink that throws ends the run. */
export function pumpSamples(stream: Readable, sink: LoadSink, giveUp: (detail: string) => void): Promise<void> {
  let isBroken = false;
  const fail = (error: unknown) => {
    if (isBroken) return;
    isBroken = true;
    giveUp(`k6's samples could not be taken: ${messageOf(error)}`);
  };
  stream.on("data", (chunk: Buffer) => {
    if (isBroken) return;
    try {
      const busy = sink.samples(chunk);
      if (busy === undefined) return;
      stream.pause();
      busy.catch(fail).finally(() => stream.resume());
    } catch (error) {
      fail(error);
    }
  });
  stream.on("error", () => undefined);
  return new Promise((resolve) => (stream.closed ? resolve() : stream.once("close", resolve)));
}
