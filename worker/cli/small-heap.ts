import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation at the few megabytes that it starts with: what a worker makes is short-lived, and by itself V8 would
 * let it grow to 50 MB, which every start of k6 has to copy the page tables of (bench/lateness.ts). Call it before much is loaded.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
