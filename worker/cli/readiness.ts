/** Why the worker is not ready, one sentence each; none when it is. */
export interface Readiness {
  stored(): void;
  failed(reason: string): void;
  reasons(): string[];
}

/** Ready once a run was stored, until one cannot be. */
export function createReadiness(): Readiness {
  let reason: string | null = "no run was stored yet";
  return {
    stored: () => (reason = null),
    failed: (why) => (reason = why),
    reasons: () => (reason === null ? [] : [reason]),
  };
}
