import { expect, test } from "vitest";
import type { AfterRun } from "../contract/tick.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { followUps } from "./follow-up.ts";
import { type Place, arrange } from "./place.ts";

const nowAt = 1_000_000;
const again: AfterRun = { again: true, picture: false };
const picture: AfterRun = { again: false, picture: true };

/** The names and triggers of what follows a run of `chat`, in a target with `auth`; `demo` belongs to another. */
function follows(after: AfterRun, given: { attempt?: number; chat?: Partial<Place>; auth?: Partial<Place> } = {}): string[] {
  const probe = fakeProbe({ confirm: 2, recover: 3 });
  const places = new Map<string, Place>();
  arrange(places, [probe, fakeProbe({ name: "auth" }), fakeProbe({ name: "demo", target: "demo" })], "home", 0);
  Object.assign(places.get("chat") ?? {}, given.chat);
  Object.assign(places.get("auth") ?? {}, given.auth);
  const tick = { probe, scheduledAtMs: 0, trigger: "schedule" as const, attempt: given.attempt ?? 1 };
  return followUps(tick, after, places, nowAt).map(({ place, trigger, attempt }) => `${place.probe.name} ${trigger} ${attempt}`);
}

const underWay = { trigger: "schedule", scheduledAtMs: 0, attempt: 1, started: false } as const;

test.each([
  ["nothing, when it asks for nothing", { again: false, picture: false }, {}, []],
  ["its confirmation", again, {}, ["chat confirm 2"]],
  ["a further confirmation, as long as any streak needs one", again, { attempt: 2 }, ["chat confirm 3"]],
  ["no confirmation beyond the longest streak", again, { attempt: 3 }, []],
  ["no confirmation of a probe that was removed", again, { chat: { removed: true } }, []],
  ["the target's other probes", picture, {}, ["auth picture 1"]],
  ["both", { again: true, picture: true }, {}, ["chat confirm 2", "auth picture 1"]],
  ["not those under way", picture, { auth: { underWay } }, []],
  ["not those that were removed", picture, { auth: { removed: true } }, []],
  ["not those that ended under 15 s ago", picture, { auth: { endedAt: nowAt - 14_999 } }, []],
  ["those that ended 15 s ago", picture, { auth: { endedAt: nowAt - 15_000 } }, ["auth picture 1"]],
])("what follows a run: %s", (_name, after, given, expected) => expect(follows(after, given)).toEqual(expected));
