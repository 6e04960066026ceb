import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { Clock } from "../kit/clock.ts";
import type { Intake } from "./intake.ts";

const pollMs = 50;
const chunkBytes = 65_536;

/**
 * Hands on what is appended to a file until `over`, and then its rest. Ends early when the intake has enough. Growth is counted
 * when it is seen, not when it is read: a flood must not fill the disk while its beginning is being read.
 */
export async function followFile(file: FileHandle, over: AbortSignal, clock: Clock, intake: Intake): Promise<void> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let counted = 0;
  let position = 0;
  const readOn = async () => {
    const { size } = await file.stat();
    intake.count(size - counted);
    counted = size;
    if (size === position) return false;
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
    position += bytesRead;
    return bytesRead > 0 && intake.take(buffer.subarray(0, bytesRead));
  };
  for (;;) {
    const isRest = over.aborted;
    while (await readOn());
    if (isRest) return;
    await clock.sleep(pollMs, over);
  }
}

/** Hands on what a stream gives until it is closed. */
export function followStream(stream: Readable, intake: Intake): Promise<void> {
  stream.on("data", (chunk: Buffer) => {
    intake.count(chunk.length);
    intake.take(chunk);
  });
  return new Promise((resolve) => {
    stream.on("error", () => undefined);
    stream.on("close", resolve);
  });
}
