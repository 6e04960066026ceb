/** `exec.vu.metrics.metadata`: attached to every sample taken while it is set. */
export const metadata: Record<string, string> = {};
