/** Timers of the tests' own clock: `vi.useFakeTimers()` replaces what these look up. */
export const setTimeout = (run: () => void, delayMs: number) => globalThis.setTimeout(run, delayMs);
export const clearTimeout = (timer: ReturnType<typeof setTimeout>) => globalThis.clearTimeout(timer);
