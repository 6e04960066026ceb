import { expect, test } from "vitest";
import { RecordingError, readRecording } from "./read-recording.ts";

const request = (changes: object = {}) => ({ method: "GET", url: "https://app.example.com/x", headers: [], ...changes });
const entry = (changes: object = {}) => ({ request: request(), response: { status: 200 }, ...changes });
const har = (...entries: unknown[]) => JSON.stringify({ log: { entries } });

test.each([
  ["no JSON", "<html>password=hunter22</html>", "it is no JSON, and a HAR is"],
  ["other JSON", "{}", "a HAR has a list of requests at log.entries"],
  ["a list", "[1]", "a HAR has a list of requests at log.entries"],
  ["entries that are none", har("x"), "Entry must be a plain object (log.entries[0])"],
  ["a request without an address", har({ request: { method: "GET" }, response: {} }), "Request URL is required"],
  ["a request without a method", har(entry({ request: request({ method: "" }) })), "Request method is required"],
  ["headers that are no list", har(entry({ request: request({ headers: {} }) })), "must be an array"],
  ["a request without an answer's place", har({ request: request() }), "log.entries.0.response"],
  ["an address that is none", har(entry({ request: request({ url: "http://[" }) })), "an address that is none"],
])("%s is told as such, without what it holds", (_what, text, message) => {
  const reading = () => readRecording(text);
  expect(reading).toThrow(RecordingError);
  expect(reading).toThrow(message);
  expect(reading).not.toThrow(/hunter22/);
});

test("requests come in the order in which they were made, whatever the file's", () => {
  const made = [3, 1, 2].map((second) =>
    entry({ startedDateTime: `2026-01-01T00:00:0${second}Z`, request: request({ url: `http://a/${second}` }) }),
  );
  expect(readRecording(har(...made)).map(({ url }) => url.pathname)).toEqual(["/1", "/2", "/3"]);
});

test("addresses that are no requests are passed over, and a byte order mark as well", () => {
  const image = entry({ request: request({ url: "data:image/png;base64,AAAA" }) });
  const extension = entry({ request: request({ url: "chrome-extension://abc/x.js" }) });
  expect(readRecording(`\uFEFF${har(image, extension, entry())}`)).toHaveLength(1);
});

test("a recorded text may look like a template", () => {
  const postData = { mimeType: "text/plain", text: "costs ${amount}" };
  expect(readRecording(har(entry({ request: request({ method: "POST", postData }) })))[0]?.body?.text).toBe("costs ${amount}");
});

test("a body is what was sent, or its fields where the browser kept those alone, and an answer is decoded", () => {
  const mimeType = "application/x-www-form-urlencoded";
  const params = [{ name: "a b", value: "c&d" }];
  const content = { mimeType: "text/plain", text: Buffer.from("grüezi").toString("base64"), encoding: "base64" };
  const [first] = readRecording(
    har(entry({ request: request({ method: "POST", postData: { mimeType, params } }), response: { status: 200, content } })),
  );
  expect(first).toMatchObject({ body: { mimeType, text: "a+b=c%26d" }, answer: { text: "grüezi" } });
});
