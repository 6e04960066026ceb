import { onParentGone } from "./parent.ts";

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
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) second.abort();
    asked = true;
    first.resolve(signal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const forget = onParentGone(() => {
    asked = true;
    first.resolve("the process that started it is gone");
  });
  return {
    requested: first.promise,
    impatient: second.signal,
    release() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      forget();
    },
  };
}
