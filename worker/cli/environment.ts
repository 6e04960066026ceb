/** The environment as this process got it. */
export const environment: Readonly<Record<string, string | undefined>> = { ...process.env };

/** Takes variables out of what processes that we start inherit: esbuild's helper has no use for a password. */
export function hideFromChildren(names: readonly string[]): void {
  for (const name of names) delete process.env[name];
}
