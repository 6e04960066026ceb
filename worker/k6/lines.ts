import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";

/**
 * Hands on a stream line by line as it arrives, without the line feed. A last line that was cut off is handed on too: whoever
 * reads it decides what it is worth. `accept` sees the size of every chunk first; once it says no, nothing is kept or handed on any
 * more. Resolves when the stream is closed.
 */
export function readLines(stream: Readable, accept: (bytes: number) => boolean, line: (text: string) => void): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  let accepted = true;
  stream.on("data", (chunk: Buffer) => {
    accepted &&= accept(chunk.length);
    if (!accepted) {
      pieces = [];
      return;
    }
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
      const last = accepted ? pieces.join("") + decoder.end() : "";
      if (last) line(last);
      resolve();
    });
  });
}
