/**
 * What a developer has set for a worker of their own must not decide what the tests see; a seed is set for them.
 * @param {Record<string, string | undefined>} env
 */
export function withoutSettings(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name === "SONDE_TEST_SEED" || !/^(SONDE|STAGING)_/.test(name)),
  );
}
