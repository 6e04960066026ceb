import { describe, expect, test } from "vitest";
import type { Contact } from "../contract/contact.ts";
import { endLine, requestLine, socketLine, startLine } from "./fake-lines.ts";
import { noContact } from "./contact.ts";
import { observeLines } from "./observe-lines.ts";

const step = "chat";
const contactOf = (...samples: string[]) => observeLines({ samples }).contact;
const end = (given: Partial<Contact> | null) => endLine(step, { contact: given && { ...noContact(), ...given } });
const answer = { answers: 1, remoteAddresses: ["10.0.0.1"], traceEchoes: 1 };

describe("the contact of a run", () => {
  const cases: [title: string, samples: string[], contact: Partial<Contact>][] = [
    ["is none when nothing happened", [], noContact()],
    ["is none of steps that got no answer", [startLine(step), end(null)], noContact()],
    ["sums answers and echoes of its steps", [end(answer), end({ ...answer, traceEchoes: 0 })], { answers: 2, traceEchoes: 1 }],
    [
      "names each address once, in their order",
      [end({ remoteAddresses: ["b", "a"] }), end({ remoteAddresses: ["a", "c"] })],
      { remoteAddresses: ["b", "a", "c"] },
    ],
    [
      "names at most five addresses",
      [end({ remoteAddresses: ["a", "b", "c"] }), end({ remoteAddresses: ["d", "e", "f"] })],
      { remoteAddresses: ["a", "b", "c", "d", "e"] },
    ],
    [
      "has the headers, date and clock of the last step that had them",
      [
        end({ headers: { server: "front", via: "1.1 a" }, serverDateMs: 1_000, clockOffsetMs: 5 }),
        end({ headers: { server: "backend" }, serverDateMs: 2_000, clockOffsetMs: -7 }),
        end({ answers: 1 }),
        end(null),
      ],
      { headers: { server: "backend" }, serverDateMs: 2_000, clockOffsetMs: -7 },
    ],
    [
      "of a step that was cut off is what k6's samples say",
      [startLine(step), requestLine({ step, ip: "10.0.0.9" }), requestLine({ step, status: "503" })],
      { answers: 2, remoteAddresses: ["10.0.0.9"], headers: {}, traceEchoes: 0 },
    ],
    ["does not count an answer twice", [requestLine({ step }), end(answer)], { answers: 1 }],
    [
      "of a plain script is its responses, whatever their status",
      [requestLine({ status: "404" }), requestLine()],
      { answers: 2 },
    ],
    ["of a plain script does not count what got no answer", [requestLine({ status: "0" }), socketLine()], { answers: 0 }],
    ["counts a socket that was opened", [socketLine({ status: "101" })], { answers: 1 }],
  ];

  test.each(cases)("%s", (_title, samples, contact) => {
    expect(contactOf(...samples)).toMatchObject(contact);
  });

  test("is bounded, whatever a journey says", () => {
    const headers = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`x-${index}`, "y".repeat(5_000)]));
    const many = end({ remoteAddresses: Array.from({ length: 1_000 }, (_, index) => `${index}${"x".repeat(5_000)}`), headers });
    expect(JSON.stringify(contactOf(...Array.from({ length: 50 }, () => many))).length).toBeLessThan(10_000);
  });
});

test.each([
  ["answers below none", { answers: -1 }],
  ["half an answer", { answers: 0.5 }],
  ["echoes that are text", { traceEchoes: "1" }],
  ["headers that are a list", { headers: ["server"] }],
  ["a date that is text", { serverDateMs: "today" }],
])("%s are no contact, and the line counts as unreadable", (_title, odd) => {
  const line = endLine(step, { contact: { ...noContact(), ...odd } as unknown as Contact });
  expect(observeLines({ samples: [line] })).toMatchObject({ unreadableLines: 1, contact: noContact() });
});
