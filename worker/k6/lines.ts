import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";

/**
 * Hands on a stream line by line as it arrives, without the line feed. A last line that was cut off is handed on too: whoever
 * reads it decides what it is worth. `count` sees the size of every chunk first. Resolves when the stream is over.
 */
export function readLines(stream: Readable, count: (bytes: number) => void, line: (text: string) => void): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  stream.on("data", (chunk: Buffer) => {
    count(chunk.length);
    const [first = "", ...rest] = decoder.write(chunk).split("\n");
    pieces.push(first);
    for (const piece of rest) {
      line(pieces.join(""));
      pieces = [piece];
    }
  });
  return new Promise((resolve) => {
    stream.on("error", () => undefined);
    stream.on("close", () => {
      const last = pieces.join("") + decoder.end();
      if (last) line(last);
      resolve();
    });
  });
}
