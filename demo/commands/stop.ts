const pollMs = 500;

/** Resolves when the demo is to end: at a signal, or when whoever forked it, or the npm that started it, is gone. */
export function stopWanted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => resolve());
    if (process.send) {
      process.once("disconnect", resolve);
      if (!process.connected) resolve();
    }
    // npm under SIGTERM dies and leaves its child alone; of other parents it is no news that they end.
    if (process.env["npm_lifecycle_event"] !== undefined) onParentGone(resolve);
  });
}

function onParentGone(gone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, pollMs);
  timer.unref();
}
