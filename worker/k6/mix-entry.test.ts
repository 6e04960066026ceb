import { expect, test } from "vitest";
import { mixEntry } from "./mix-entry.ts";

const journeys = [
  { file: '/a "quoted" folder/chat.ts', exec: "chat" },
  { file: "/probes/first-time-user.ts", exec: "firstTimeUser" },
];

test("each journey is exported under its name, whatever is in its path, with the options as they are", () => {
  const entry = mixEntry(journeys, { scenarios: { chat: { exec: "chat" } } }, { min: 0, max: 0 });
  expect(entry).toContain('import * as journey0 from "/a \\"quoted\\" folder/chat.ts";');
  expect(entry).toContain("export const chat = journey0.default;");
  expect(entry).toContain("export const firstTimeUser = journey1.default;");
  expect(entry).toMatch(/"scenarios": \{\s+"chat": \{\s+"exec": "chat"/);
  expect(entry).not.toContain("sleep");
});

test("users rest after their iteration, whatever became of it", () => {
  const entry = mixEntry(journeys, {}, { min: 500, max: 1_500 });
  expect(entry).toContain('import { sleep } from "k6";');
  expect(entry).toContain("await journey0.default();\n  } finally {\n    sleep(0.5 + Math.random() * 1);");
});

test("neither the URL of a request nor a subprotocol becomes a tag: both may hold a token", () => {
  const [, tags = ""] = /systemTags: (\[[^\]]*\])/.exec(mixEntry(journeys, {}, { min: 0, max: 0 })) ?? [];
  expect(JSON.parse(tags)).toEqual(expect.arrayContaining(["name", "status", "scenario"]));
  expect(JSON.parse(tags)).not.toEqual(expect.arrayContaining(["url"]));
  expect(JSON.parse(tags)).not.toEqual(expect.arrayContaining(["subproto"]));
});
