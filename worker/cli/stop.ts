import { systemClock as clock } from "../kit/clock.ts";
import { onParentGone } from "./parent.ts";

/** One Ctrl-C may come more than once: to the whole foreground group, and passed on by whoever started us. */
const sameAskingMs = 1_000;

/** It asks for a reload, which may not be possible yet or any more; a closed terminal is noticed by the parent that is gone. */
const onHangup = () => undefined;

/** How a long-running command is told to stop. */
export interface Stop {
  /** Resolves with the reason at the first Ctrl-C or SIGTERM, or when the parent process is gone. */
  requested: Promise<string>;
  /** Aborts at the second one: do not wait for anything. */
  impatient: AbortSignal;
  release(): void;
}

export function listenForStop(): Stop {
  const first = Promise.withResolvers<string>();
  const second = new AbortController();
  let askedAtMs: number | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    if (askedAtMs !== null && clock.monotonic() - askedAtMs > sameAskingMs) second.abort();
    askedAtMs ??= clock.monotonic();
    first.resolve(signal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onHangup);
  const forget = onParentGone(() => {
    askedAtMs ??= clock.monotonic();
    first.resolve("the process that started it is gone");
  });
  return {
    requested: first.promise,
    impatient: second.signal,
    release() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      process.off("SIGHUP", onHangup);
      forget();
    },
  };
}
