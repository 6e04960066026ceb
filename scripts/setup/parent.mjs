const everyMs = 500;

/**
 * `npm` dies of SIGTERM without telling its child, which then belongs to another parent.
 * @param {() => void} act
 * @returns {() => void} stops watching
 */
export function onParentGone(act) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, everyMs).unref();
  return () => clearInterval(timer);
}
