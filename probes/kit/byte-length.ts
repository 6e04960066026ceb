import { Blob } from "k6/websockets";

/** Bytes of a text as UTF-8: k6 has no `TextEncoder`, and counting in JavaScript takes its time with megabytes. */
export function byteLength(text: string): number {
  return new Blob([text]).size;
}
