import { setTimeout } from "k6/timers";

/** Lets time pass without holding up what else goes on: k6's own `sleep` would. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(), ms);
  });
}
