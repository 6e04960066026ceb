import type { Probe } from "../contract/config.ts";
import type { Skip } from "../contract/run.ts";
import type { AfterRun, Tick } from "../contract/tick.ts";
import { type FakeClock, createFakeClock } from "../kit/fake-clock.ts";
import { type Loop, type LoopOptions, startLoop } from "./loop.ts";

/** A run as a fake loop saw it; times in seconds since 30 s after midnight. */
export interface SeenRun {
  probe: string;
  trigger: Tick["trigger"];
  attempt: number;
  dueS: number;
  /** By the wall clock, and in real time. */
  startedS: number;
  startedRealS: number;
}

export interface FakeLoop {
  loop: Loop;
  clock: FakeClock;
  runs: SeenRun[];
  skips: (Omit<Skip, "scheduledAtMs" | "target"> & { dueS: number })[];
  /** `holder until tick`, in seconds as above, for every run that was held. */
  holds: string[];
  errors: unknown[];
  /** `probe trigger attempt @start`, in the order of starts. */
  told: () => string[];
  /** The most runs that went on at once. */
  mostAtOnce: () => number;
  /** Sleeps that nobody has ended. */
  sleeping: () => number;
}

export interface FakeLoopOptions extends Partial<LoopOptions> {
  probes: readonly Probe[];
  /** When the loop starts. */
  startsS?: number;
  /** Seconds that a run takes. */
  lasts?: (tick: Tick) => number;
  after?: (tick: Tick) => AfterRun;
}

/** Cron probes that run every minute are due half a minute later. */
const startMs = Date.parse("2026-01-10T00:00:30Z");
const nothing: AfterRun = { again: false, picture: false };

/** A loop on a clock that stands still until it is told to move, for tests. */
export function fakeLoop({ startsS = 0, lasts = () => 1, after = () => nothing, ...given }: FakeLoopOptions): FakeLoop {
  const clock = createFakeClock(startMs + startsS * 1_000);
  const seconds = (ms: number) => (ms - startMs) / 1_000;
  const runs: SeenRun[] = [];
  const skips: FakeLoop["skips"] = [];
  const holds: string[] = [];
  const errors: unknown[] = [];
  let [going, most, asleep] = [0, 0, 0];

  async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    asleep++;
    await clock.sleep(ms, signal);
    asleep--;
  }
  async function run(tick: Tick): Promise<AfterRun> {
    const { probe, scheduledAtMs, ...rest } = tick;
    const started = { startedS: seconds(clock.now()), startedRealS: clock.monotonic() / 1_000 };
    runs.push({ probe: probe.name, ...rest, dueS: seconds(scheduledAtMs), ...started });
    most = Math.max(most, ++going);
    await clock.sleep(lasts(tick) * 1_000);
    going--;
    return after(tick);
  }
  const loop = startLoop({
    location: "home",
    concurrency: 10,
    clock: { ...clock, sleep },
    run,
    skip: ({ scheduledAtMs, probe, ticks, reason }) => void skips.push({ probe, ticks, reason, dueS: seconds(scheduledAtMs) }),
    held: ({ holder, tickMs }) => void holds.push(`${holder.name} until ${seconds(tickMs)}`),
    runsToday: () => 0,
    onError: (error) => void errors.push(error),
    ...given,
  });
  return {
    loop,
    clock,
    runs,
    skips,
    holds,
    errors,
    told: () => runs.map(({ probe, trigger, attempt, startedS }) => `${probe} ${trigger} ${attempt} @${startedS}`),
    mostAtOnce: () => most,
    sleeping: () => asleep,
  };
}
