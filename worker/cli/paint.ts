import { styleText } from "node:util";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Outcome, State, Verdict } from "../contract/words.ts";

/** Colours text, or leaves it alone. */
export type Paint = (colour: "green" | "yellow" | "red" | "magenta" | "gray" | "bold", text: string) => string;

/** Colours for a stream: none when it is no terminal or `NO_COLOR` is set. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (colour, text) => styleText(colour, text, { stream });
}

/** Whether colours show on a stream: a terminal that was not asked to do without (`NO_COLOR`, `FORCE_COLOR`). */
export function paintsOn(stream: NodeJS.WriteStream): boolean {
  return styleText("red", "x", { stream }) !== "x";
}

export const plain: Paint = (_colour, text) => text;

export function colourOf(word: Verdict | State | Outcome): "green" | "yellow" | "red" | "magenta" | "gray" {
  switch (word) {
    case "up":
    case "passed":
      return "green";
    case "degraded":
      return "yellow";
    case "down":
    case "failed":
      return "red";
    case "error":
      return "magenta";
    case "no-data":
    case "unknown":
    case "blocked":
    case "not-reached":
      return "gray";
    default:
      return exhaustive(word);
  }
}
