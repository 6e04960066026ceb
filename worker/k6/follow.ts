import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { Clock } from "../kit/clock.ts";

const pollMs = 50;
const chunkBytes = 65_536;

/** Hands on what is appended to a file until `over`, and then its rest. Ends early when `take` says that it has enough. */
export async function followFile(path: string, over: AbortSignal, clock: Clock, take: (chunk: Buffer) => boolean): Promise<void> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const isRest = over.aborted;
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
        if (bytesRead === 0) break;
        if (!take(buffer.subarray(0, bytesRead))) return;
      }
      if (isRest) return;
      await clock.sleep(pollMs, over);
    }
  } finally {
    await file.close();
  }
}

/** Hands on what a stream gives until it is closed; from the moment that `take` has enough, the rest is thrown away. */
export function followStream(stream: Readable, take: (chunk: Buffer) => boolean): Promise<void> {
  let wanted = true;
  stream.on("data", (chunk: Buffer) => {
    wanted &&= take(chunk);
  });
  return new Promise((resolve) => {
    stream.on("error", () => undefined);
    stream.on("close", resolve);
  });
}
