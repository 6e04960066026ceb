import { expect, test } from "vitest";
import { traceIdOf } from "./trace.ts";

const id = "0af7651916cd43dd8448eb211c80319c";
const span = "b7ad6b7169203331";

test.each([
  ["version 00", `00-${id}-${span}-01`, id],
  ["a later version", `cc-${id}-${span}-01`, id],
  ["a later version with more after it", `cc-${id}-${span}-01-what-ever`, id],
  ["version 00 with more after it", `00-${id}-${span}-01-what`, null],
  ["version ff", `ff-${id}-${span}-01`, null],
  ["an empty trace id", `00-${"0".repeat(32)}-${span}-01`, null],
  ["an empty span id", `00-${id}-${"0".repeat(16)}-01`, null],
  ["capitals", `00-${id.toUpperCase()}-${span}-01`, null],
  ["too short an id", `00-${id.slice(1)}-${span}-01`, null],
  ["nothing", "", null],
  ["no header", undefined, null],
])("the trace id of %s", (_name, header, expected) => {
  expect(traceIdOf(header)).toBe(expected);
});
