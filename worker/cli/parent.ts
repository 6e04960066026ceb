const pollMs = 500;

/** Calls back once when the process that started us is gone: npm under SIGTERM dies and leaves its child alone. */
export function onParentGone(gone: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, pollMs);
  timer.unref();
  return () => clearInterval(timer);
}
