let known: Record<string, string> = {};

/** What `--secret-source` would hold. */
export function setSecrets(secrets: Record<string, string>): void {
  known = secrets;
}

const secrets = {
  get(name: string): Promise<string> {
    const value = known[name];
    // k6 rejects with a Go error, which is no `Error`.
    // oxlint-disable-next-line promise/prefer-await-to-then, typescript/prefer-promise-reject-errors
    return value === undefined ? Promise.reject("no value") : Promise.resolve(value);
  },
};

export default secrets;
