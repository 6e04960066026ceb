import { expect, test } from "vitest";
import { fakeProbe } from "../kit/fake-probe.ts";
import { healthProbes } from "./health.ts";

const named = fakeProbe({ name: "health", target: "demo", journey: "/probes/any.ts" });
const byJourney = fakeProbe({ name: "is-it-up", target: "staging", journey: "/probes/health.ts" });
const another = fakeProbe({ name: "is-it-up-too", target: "staging", journey: "/probes/health.js" });
const chat = fakeProbe({ name: "chat", target: "staging" });

test.each([
  ["each target has its own", [named, chat, byJourney], [named, byJourney]],
  ["the name counts more than the journey", [{ ...byJourney, target: "demo" }, named], [named]],
  ["the first of several journeys counts", [byJourney, another], [byJourney]],
  ["a target without one has none", [chat, { ...chat, journey: "/health/chat.ts" }], []],
])("the health probe: %s", (_name, probes, found) => expect(healthProbes(probes)).toEqual(found));
