const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Stops this thread for `ms` milliseconds. */
export function pause(ms: number): void {
  Atomics.wait(nobody, 0, 0, ms);
}
