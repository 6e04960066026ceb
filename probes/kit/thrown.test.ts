import { expect, test } from "vitest";
import { describeThrown } from "./thrown.ts";

function thrown(stack: string): Error {
  const error = new TypeError("x is undefined");
  error.stack = `TypeError: x is undefined\n${stack}`;
  return error;
}

const inJourney = "\tat boom_default (file:///repo/probes/chat.ts:4:9(4))\n";

test.each([
  ["names the place in the journey", thrown(inJourney), "TypeError: x is undefined (chat.ts:4)"],
  [
    "passes over the kit's own frames",
    thrown(`\tat need (file:///repo/probes/kit/a.ts:1:2(3))\n${inJourney}`),
    "TypeError: x is undefined (chat.ts:4)",
  ],
  ["passes over k6's own frames", thrown(`\tat parse (native)\n${inJourney}`), "TypeError: x is undefined (chat.ts:4)"],
  ["does without a place when the stack has none", thrown("\tat file:///-:12:3(4)\n"), "TypeError: x is undefined"],
  ["takes what is no error as it is", "GoError: no value", "GoError: no value"],
])("%s", (_title, error, expected) => {
  expect(describeThrown(error)).toBe(expected);
});
