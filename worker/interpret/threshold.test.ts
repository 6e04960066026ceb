import { describe, expect, test } from "vitest";
import type { Sample } from "./output-line.ts";
import { watchThresholds } from "./threshold.ts";

const sample = (metric: string, tags: Record<string, string> = {}): Sample => ({ metric, atMs: 0, value: 1, tags, metadata: {} });

const chat = sample("http_req_duration", { step: "chat", status: "200", url: "http://host:80/a", group: "::chat" });

describe("a threshold", () => {
  test.each([
    ["on a metric is met by any of its samples", "http_req_duration"],
    ["on one tag is met by samples that have it", "http_req_duration{step:chat}"],
    ["on several tags is met by samples that have them all", "http_req_duration{step:chat,status:200}"],
    ["may be written with blanks", "http_req_duration{ step: chat, status : 200 }"],
    ["may be written with quotes", `http_req_duration{step:"chat",status:'200'}`],
    ["may be on a value with colons", "http_req_duration{url:http://host:80/a}"],
    ["may be on a group", "http_req_duration{group:::chat}"],
    ["on no tags is one on the metric", "http_req_duration{}"],
  ])("%s", (_title, selector) => {
    const watch = watchThresholds([selector]);
    expect(watch.withoutSamples()).toEqual([selector]);
    watch.see(chat);
    expect(watch.withoutSamples()).toEqual([]);
  });

  test.each([
    ["on another metric", "http_req_failed"],
    ["on a metric with a longer name", "http_req_duration_ms"],
    ["on another value", "http_req_duration{step:sign-in}"],
    ["on a part of the value", "http_req_duration{step:cha}"],
    ["on a tag that the sample lacks", "http_req_duration{step:chat,name:x}"],
    ["on a tag that every object inherits", "http_req_duration{constructor:x}"],
  ])("%s is not met", (_title, selector) => {
    const watch = watchThresholds([selector]);
    watch.see(chat);
    expect(watch.withoutSamples()).toEqual([selector]);
  });
});

test("each threshold waits for its own sample, and those without are told in the order of the script", () => {
  const watch = watchThresholds(["first_answer", "http_req_duration", "__proto__"]);
  watch.see(chat);
  watch.see(chat);
  expect(watch.withoutSamples()).toEqual(["first_answer", "__proto__"]);
});

test("a script without thresholds waits for nothing", () => {
  const watch = watchThresholds([]);
  watch.see(chat);
  expect(watch.withoutSamples()).toEqual([]);
});
