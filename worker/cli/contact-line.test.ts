import { expect, test } from "vitest";
import type { Contact } from "../contract/contact.ts";
import { clockLine, contactLine } from "./contact-line.ts";

const contact = (given: Partial<Contact>): Contact => ({
  answers: 5,
  remoteAddresses: ["10.0.0.7"],
  headers: { server: "nginx", date: "today" },
  traceEchoes: 4,
  serverDateMs: null,
  clockOffsetMs: null,
  ...given,
});

test.each<[given: Partial<Contact>, line: string]>([
  [{}, "5 answers from 10.0.0.7, server nginx, trace echoed 4 of 5"],
  [
    { answers: 1, remoteAddresses: [], headers: { via: "1.1 front" }, traceEchoes: 0 },
    "1 answer, via 1.1 front, trace echoed 0 of 1",
  ],
  [{ answers: 0 }, "no answer came over the network"],
])("%o: %s", (given, line) => {
  expect(contactLine(contact(given))).toBe(line);
});

test.each([
  [null, null],
  [0, null],
  [2_000, null],
  [2_001, "the target's is 2.0 s ahead of ours"],
  [-90_000, "the target's is 1 m 30 s behind ours"],
])("a clock that differs by %s ms: %s", (clockOffsetMs, line) => {
  expect(clockLine(contact({ clockOffsetMs }))).toBe(line);
});
