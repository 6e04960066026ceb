import { StringDecoder } from "node:string_decoder";

/** Makes lines of what arrives in pieces. */
export interface LineSplitter {
  write(chunk: Buffer): void;
  /** A last line that was cut off is handed on too: whoever reads it decides what it is worth. */
  end(): void;
}

/** Hands on every line without its line feed; what is not UTF-8 becomes U+FFFD. */
export function createLineSplitter(line: (text: string) => void): LineSplitter {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  return {
    write(chunk) {
      const [first = "", ...rest] = decoder.write(chunk).split("\n");
      pieces.push(first);
      for (const piece of rest) {
        line(pieces.join(""));
        pieces = [piece];
      }
    },
    end() {
      const last = pieces.join("") + decoder.end();
      pieces = [];
      if (last) line(last);
    },
  };
}
