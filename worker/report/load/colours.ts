import type { Change, GateResult, LoadVerdict } from "../../contract/load.ts";
import type { Colour } from "./paint.ts";

export const colourOfVerdict: Record<LoadVerdict, Colour> = {
  passed: "green",
  failed: "red",
  invalid: "magenta",
  interrupted: "yellow",
};

export const colourOfGate: Record<GateResult["outcome"], Colour> = { kept: "green", broken: "red", "no-samples": "magenta" };

export const colourOfChange: Record<Change["verdict"], Colour> = {
  regression: "red",
  unclear: "yellow",
  improvement: "green",
  "no-samples": "magenta",
  "no-change": "gray",
};
