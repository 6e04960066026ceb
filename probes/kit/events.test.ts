import { expect, test } from "vitest";
import { parseEvents } from "./events.ts";

const event = (event: string, data: string, json?: unknown) => ({ event, data, json });

test.each<[string, string, object[]]>([
  ["a name and data", 'event: a\ndata: {"n":1}\n\n', [event("a", '{"n":1}', { n: 1 })]],
  ["several, in order", "event: a\ndata: 1\n\nevent: b\ndata: 2\n\n", [event("a", "1", 1), event("b", "2", 2)]],
  ["no name", "data: hi\n\n", [event("message", "hi")]],
  ["data over several lines", "data: a\ndata: b\n\n", [event("message", "a\nb")]],
  ["no blank after the colon, and one more than one", "data:a\n\ndata:  b\n\n", [event("message", "a"), event("message", " b")]],
  ["a colon in the data", "data: a: b\n\n", [event("message", "a: b")]],
  ["line ends of other systems", "event: a\r\ndata: 1\r\n\r\nevent: b\rdata: 2\r\r", [event("a", "1", 1), event("b", "2", 2)]],
  [
    "comments, ids and empty blocks",
    ": ping\n\nid: 7\nretry: 10\n\n\n\nevent: a\n\n: x\ndata: 1\n\n",
    [event("message", "1", 1)],
  ],
  ["empty data", "event: done\ndata\n\n", [event("done", "")]],
  ["a byte order mark", "\uFEFFdata: 1\n\n", [event("message", "1", 1)]],
  ["nothing", "", []],
])("reads %s", (_what, body, events) => {
  expect(parseEvents(body)).toEqual({ events, rest: "" });
});

test("does not count an event that did not come whole, and keeps what came of it", () => {
  expect(parseEvents("event: a\ndata: 1\n\nevent: b\ndata: 2")).toEqual({
    events: [event("a", "1", 1)],
    rest: "event: b\ndata: 2",
  });
});
